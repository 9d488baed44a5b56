"""Lightning: invoices, offers and payer proofs as evidence that an invoice was paid."""
