//! Company texts in postings that come in: the same words are the same text; other words of the same kind are another
//! version of it, which drafts that follow the newest do not take up by themselves.

use super::reading::{Reading, belongs_to_company, similarity};
use crate::{
    access::Change,
    base::{error::Result, ids::TextBlockId},
    domain::postings::{
        advert::{Body, SectionKind},
        texts::{self, TextInput, fingerprint},
    },
};

/// A version of a company text, as the company has it.
struct Known {
    block: TextBlockId,
    kind: SectionKind,
    number: i32,
    newest: bool,
    source: String,
    fingerprint: String,
}

/// The bodies of a reading's sections, in order. What speaks for the company is kept once, as a company text.
pub(super) async fn bodies<P>(change: &mut Change<P>, reading: &Reading) -> Result<Vec<Body>> {
    let mut known = known(change).await?;
    let mut used: Vec<TextBlockId> = Vec::new();
    let mut bodies = Vec::with_capacity(reading.sections.len());
    for section in &reading.sections {
        let source = section.markdown();
        if !belongs_to_company(section.kind) || source.trim().is_empty() {
            bodies.push(Body::Text(source));
            continue;
        }
        let text = TextInput {
            name: section.kind.label().to_owned(),
            kind: section.kind,
            heading: section
                .heading
                .as_ref()
                .map(|heading| heading.text.chars().take(200).collect())
                .unwrap_or_default(),
            source,
        };
        let body = place(change, &mut known, &used, text).await?;
        used.extend(match body {
            Body::Text(_) => None,
            Body::Block(id) | Body::BlockVersion(id, _) => Some(id),
        });
        bodies.push(body);
    }
    Ok(bodies)
}

/// Finds the text among those of the company, or puts it there. A posting has each company text once.
async fn place<P>(
    change: &mut Change<P>,
    known: &mut Vec<Known>,
    used: &[TextBlockId],
    text: TextInput,
) -> Result<Body> {
    let print = fingerprint(&text.source);
    let free = |version: &&Known| version.kind == text.kind && !used.contains(&version.block);
    if let Some(same) = known
        .iter()
        .filter(free)
        .filter(|version| version.fingerprint == print)
        .max_by_key(|version| version.newest)
    {
        return Ok(if same.newest {
            Body::Block(same.block)
        } else {
            Body::BlockVersion(same.block, same.number)
        });
    }
    let likest = known
        .iter()
        .filter(free)
        .map(|version| (similarity(&version.source, &text.source), version.block))
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, block)| block);
    let (block, number, newest) = match likest {
        Some(block) => (
            block,
            texts::write_version(change, block, &text).await?,
            false,
        ),
        None => (add(change, known, &text).await?, 1, true),
    };
    known.push(Known {
        block,
        kind: text.kind,
        number,
        newest,
        source: text.source,
        fingerprint: print,
    });
    Ok(if newest {
        Body::Block(block)
    } else {
        Body::BlockVersion(block, number)
    })
}

/// Adds a company text under the name of its kind, or the next like it that nobody has.
async fn add<P>(change: &mut Change<P>, known: &[Known], text: &TextInput) -> Result<TextBlockId> {
    let company = change.company();
    let taken = sqlx::query_scalar!(
        "select lower(name) as \"name!\" from text_blocks where company_id = $1",
        company as _,
    )
    .fetch_all(change.db())
    .await?;
    let name = (1..=known.len() + taken.len() + 1)
        .map(|n| match n {
            1 => text.name.clone(),
            n => format!("{} {n}", text.name),
        })
        .find(|name| !taken.contains(&name.to_lowercase()))
        .unwrap_or_else(|| text.name.clone());
    let text = TextInput {
        name,
        ..text.clone()
    };
    texts::insert_text(change, &text).await
}

async fn known<P>(change: &mut Change<P>) -> Result<Vec<Known>> {
    let company = change.company();
    Ok(sqlx::query_as!(
        Known,
        r#"select v.block_id as "block: _", b.kind as "kind: _", v.number, v.number = b.current_version as "newest!", v.source, v.fingerprint
           from text_blocks b
           join text_block_versions v on (v.company_id, v.block_id) = (b.company_id, b.id)
           where b.company_id = $1 and b.kind in ('offer', 'about', 'equal_opportunity')
           order by v.block_id, v.number"#,
        company as _,
    )
    .fetch_all(change.db())
    .await?)
}
