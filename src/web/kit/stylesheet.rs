//! Our stylesheets as one: what `main.css` imports, in its order, in place of the imports.

/// A stylesheet that names a file which is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stylesheet names {0:?}, which is not there")]
pub(super) struct Missing(pub String);

/// Puts the imported sheets into `main`, where their `@import url("…");` lines stand. What precedes them,
/// the `@layer` statement above all, still comes first.
pub(super) fn join<'s>(
    main: &'s str,
    sheet: impl Fn(&str) -> Option<&'s str>,
) -> Result<String, Missing> {
    let mut joined = String::new();
    for line in main.lines() {
        let text = match imported(line) {
            Some(name) => sheet(name).ok_or_else(|| Missing(name.to_owned()))?,
            None => line,
        };
        joined.push_str(text.trim_end());
        joined.push('\n');
    }
    Ok(joined)
}

fn imported(line: &str) -> Option<&str> {
    let name = line
        .trim()
        .strip_prefix("@import url(")?
        .strip_suffix(");")?;
    Some(name.trim_matches(QUOTES))
}

const QUOTES: [char; 2] = ['"', '\''];

/// Replaces each `url(file)` by the path that the file is served under.
pub(super) fn point<'s>(
    css: &str,
    served: impl Fn(&str) -> Option<&'s str>,
) -> Result<String, Missing> {
    let mut pointed = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("url(") {
        let Some((name, after)) = after.split_once(')') else {
            break;
        };
        let name = name.trim().trim_matches(QUOTES);
        let path = match name.starts_with(['/', '#']) || name.contains(':') {
            true => name,
            false => served(name).ok_or_else(|| Missing(name.to_owned()))?,
        };
        pointed.extend([before, "url(\"", path, "\")"]);
        rest = after;
    }
    pointed.push_str(rest);
    Ok(pointed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_replaced_in_their_order() {
        let main = "@layer one, two;\n\n@import url(\"b.css\");\n@import url('a.css');\n";
        let sheet = |name: &str| match name {
            "a.css" => Some("@layer two { a {} }\n"),
            "b.css" => Some("@layer one { b {} }\n"),
            _ => None,
        };
        assert_eq!(
            join(main, sheet).unwrap(),
            "@layer one, two;\n\n@layer one { b {} }\n@layer two { a {} }\n"
        );
        assert_eq!(
            join("@import url(\"c.css\");", sheet),
            Err(Missing("c.css".into()))
        );
    }

    #[test]
    fn files_are_pointed_at_where_they_are_served() {
        let served = |name: &str| (name == "arrow.svg").then_some("/static/arrow.1.svg");
        let css = "a { background: url( 'arrow.svg' ) no-repeat } b { fill: url(#g); mask: url(data:x,y) }";
        let expected = "a { background: url(\"/static/arrow.1.svg\") no-repeat } b { fill: url(\"#g\"); mask: url(\"data:x,y\") }";
        assert_eq!(point(css, served).unwrap(), expected);
        assert_eq!(
            point("a { background: url(lost.svg) }", served),
            Err(Missing("lost.svg".into()))
        );
    }
}
