"""The smallest ledger there is: a counter that one key signs. docs/new-ledger.md walks through it."""
