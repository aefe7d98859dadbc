"""The demo's sample documents as data, and the composer that sets them as PDF and DOCX (`make samples`)."""
