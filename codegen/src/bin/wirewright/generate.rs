//! tmp
use crate::report::Out;
#[derive(clap::Args)]
pub(crate) struct Arguments {}
pub(crate) fn run(_: &Out, _: &Arguments) -> crate::Ran { Ok(crate::Outcome::Clean) }
