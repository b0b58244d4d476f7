//! How a text becomes SMS segments (3GPP 23.038).
