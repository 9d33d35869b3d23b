"""What a command prints, as long as somebody reads it: a closed pipe ends the text and not the work."""

from __future__ import annotations

import errno
import io
import os
from typing import TextIO

_NOBODY_READS = (errno.EPIPE, errno.EINVAL)
"""What systems say of writing into a pipe whose other end is closed; Windows says the second."""


class WhileRead(io.TextIOBase):
    """A stream that drops everything from the moment nobody reads it any more."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._read = True

    def write(self, text: str) -> int:
        """Write a text, or drop it."""
        if self._read:
            try:
                self._stream.write(text)
            except OSError as error:
                self._end(error)
        return len(text)

    def flush(self) -> None:
        """Have everything written reach the reader, while there is one."""
        if self._read:
            try:
                self._stream.flush()
            except OSError as error:
                self._end(error)

    def _end(self, error: OSError) -> None:
        if error.errno not in _NOBODY_READS:
            raise error
        self._read = False
        # What is still in the buffer is written once more when the interpreter ends; it must not fail again there.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)
