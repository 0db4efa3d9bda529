from .figure import Figure as Figure
from .figure import Files as Files
from .table import Column as Column
from .table import Table as Table
