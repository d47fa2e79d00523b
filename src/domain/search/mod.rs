//! Finding people among all who ever applied, by words of theirs and of those who wrote about them; and jumping to a job, a
//! posting or a person by name.
//!
//! What is found stands in `search_documents`, one for each application. The database keeps it itself, by triggers that run
//! at the end of a transaction (`migrations/0023_search.sql`): a change cannot forget it. Whatever is shown, counted or
//! proposed here went through `application_access` first.
//!
//! A plan is made once for whatever is looked for (`base::db`), so limits are written out: of one that it does not know
//! Postgres expects a tenth of the table. Where it would gather all who have a common word, `offset 0` keeps it to those met.

mod everybody;
mod facets;
mod filter;
mod frequency;
mod jump;
mod marked;
mod names;
mod order;
mod people;
mod pooled;
mod viewer;
mod words;

pub use facets::{Choice, Count, Facets};
pub use filter::{Activity, Filter};
pub use frequency::{Frequencies, Known, Plan};
pub use jump::{JobNamed, PostingNamed, jobs, postings};
pub use marked::Marked;
pub use names::{Named, begins, similar};
pub use order::Order;
pub use people::{Asked, Hit, Place};
pub use pooled::{POOLED, Pooled, pooled, pooled_named};
pub use viewer::{Search, Viewer};
pub use words::{LONGEST, Words, folded};
