//! The house as a whole: the real router, reached as a browser or a provider would.

mod site;
