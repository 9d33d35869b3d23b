"""The content of a plan: the five processes, two supporting groups and the Parameters, as declarations."""

from __future__ import annotations

from .capability import CAPABILITY
from .channels import MULTICHANNEL
from .implementation import IMPLEMENTATION
from .information import INFORMATION
from .parameters import PARAMETERS
from .performance import PERFORMANCE
from .performance.catalogue import with_catalogue
from .strategy import STRATEGY
from .value import VALUE

PROCESSES = with_catalogue((STRATEGY, VALUE, MULTICHANNEL, INFORMATION, PERFORMANCE, CAPABILITY, IMPLEMENTATION))

__all__ = ["PARAMETERS", "PROCESSES"]
