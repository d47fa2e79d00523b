//! From Markdown to HTML that is safe to show: the tags of the security checklist, section 5, and nothing else.
//!
//! What is written into a revision is cleaned then, and cleaned again when it is shown, so that neither a row changed by
//! hand nor a mistake of an earlier release reaches a candidate's browser.

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// The tags that a posting's text may have.
pub const TAGS: [&str; 11] = [
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "h3",
    "h4",
    "blockquote",
    "a",
];

/// Where a posting's links may lead.
pub const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// Every link of a posting says so: we did not write where it leads.
pub const REL: &str = "nofollow noopener noreferrer";

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some(REL));
    cleaner
});

/// The HTML of a Markdown text, cleaned. Headings begin at the third level, below the section's own; code, images and
/// rules, which adverts have no use for, leave their words behind.
pub fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::empty()).filter_map(plain);
    let mut written = String::with_capacity(markdown.len() + markdown.len() / 4);
    html::push_html(&mut written, events);
    clean(&written)
}

/// HTML with everything taken out that a posting's text may not have.
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// What becomes of a part of the text.
fn plain(event: Event<'_>) -> Option<Event<'_>> {
    let heading = |level| {
        if level <= HeadingLevel::H3 {
            HeadingLevel::H3
        } else {
            HeadingLevel::H4
        }
    };
    Some(match event {
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: heading(level),
            id: None::<CowStr<'_>>,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(heading(level))),
        Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::CodeBlock) => Event::End(TagEnd::Paragraph),
        Event::Code(text) => Event::Text(text),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) | Event::Rule => return None,
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_plain_html() {
        assert_eq!(
            to_html("Hello **there**, *you*.\n\n- one\n- two\n"),
            "<p>Hello <strong>there</strong>, <em>you</em>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        );
    }

    #[test]
    fn headings_stand_below_the_section_s_own() {
        assert_eq!(
            to_html("# a\n\n### b\n\n##### c\n"),
            "<h3>a</h3>\n<h3>b</h3>\n<h4>c</h4>\n"
        );
    }

    #[test]
    fn code_images_and_rules_leave_their_words() {
        assert_eq!(
            to_html("`ls` ![a cat](https://x.example/c.png)\n\n---\n\n```\nx < y\n```\n"),
            "<p>ls a cat</p>\n<p>x &lt; y\n</p>\n"
        );
    }

    #[test]
    fn links_lead_only_where_they_may() {
        assert_eq!(
            to_html("[a](https://a.example/?x=1&y=2)"),
            format!("<p><a href=\"https://a.example/?x=1&amp;y=2\" rel=\"{REL}\">a</a></p>\n")
        );
        for target in [
            "javascript:alert(1)",
            "//a.example",
            "/jobs",
            "data:text/html,x",
            "JaVaScRiPt:x",
        ] {
            assert_eq!(
                to_html(&format!("[a]({target})")),
                format!("<p><a rel=\"{REL}\">a</a></p>\n"),
                "{target}"
            );
        }
    }

    #[test]
    fn what_was_cleaned_stays_as_it_is() {
        let once =
            to_html("a <b onclick=x>b</b> <script>c</script> & <https://a.example>\n\n1. d\n2. e");
        assert_eq!(clean(&once), once);
        assert!(!once.contains("script"));
    }

    /// Every element and attribute that is left is on the list.
    fn only_what_may_be(html: &str) {
        let page = scraper::Html::parse_fragment(html);
        for element in page.root_element().descendent_elements().skip(1) {
            let element = element.value();
            assert!(
                TAGS.contains(&element.name()),
                "<{}> in {html:?}",
                element.name()
            );
            for (name, value) in element.attrs() {
                assert!(["href", "rel"].contains(&name), "{name} in {html:?}");
                let scheme = value.split(':').next().unwrap_or_default();
                assert!(
                    name == "rel" || SCHEMES.contains(&scheme),
                    "{value:?} in {html:?}"
                );
            }
        }
    }

    #[test]
    fn what_browsers_mend_into_code_is_no_code() {
        for hostile in [
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "<a href=\"java&#x0A;script:alert(1)\">x</a>",
            "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
            "<p style=\"background:url(javascript:x)\" onclick=x>y</p>",
        ] {
            only_what_may_be(&clean(hostile));
            only_what_may_be(&clean(&clean(hostile)));
            only_what_may_be(&to_html(hostile));
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_only_what_may_be_is_left(
            text in "([<>/a-z\"'=&;:! \n*#\\[\\]()_`-]|<script>|<img src=x onerror=y>|<a href=|javascript:|<svg>|</style>|<!--){0,60}"
        ) {
            only_what_may_be(&to_html(&text));
            only_what_may_be(&clean(&text));
        }
    }
}
