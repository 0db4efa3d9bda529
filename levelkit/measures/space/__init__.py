"""Neighbours, spatial dependence and concentration of industries."""
