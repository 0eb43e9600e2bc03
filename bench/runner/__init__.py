# SPDX-License-Identifier: BSL-1.0
"""The runner of the benchmark: what is measured, how, and what is made of the figures."""
