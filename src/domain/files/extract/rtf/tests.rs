use super::*;

fn text(document: &[u8]) -> String {
    let mut sheet = Sheet::default();
    read(document, &mut sheet)
        .map(|()| sheet.into_text())
        .unwrap()
}

#[test]
fn rich_text_is_read_as_people_see_it() {
    for (rtf, seen) in [
        (r"{\rtf1 Plain}", "Plain"),
        (
            r"{\rtf1\ansi one\par two\par\par three\line four\tab five}",
            "one\ntwo\n\nthree\nfour\tfive",
        ),
        (
            r"{\rtf1 {\b Bold} and {\i0 not}\~here\_there co\-operate}",
            "Bold and not here-there cooperate",
        ),
        (r"{\rtf1 brace \{ \} back\\slash}", "brace { } back\\slash"),
        (r"{\rtf1\ansicpg1252 caf\'e9 \'93q\'94 \'80}", "café “q” €"),
        (r"{\rtf1\ansicpg1250 \'b3\'f3d\'9f}", "łódź"),
        (r"{\rtf1\ansicpg932 \'90\'45\'96\'b1}", "職務"),
        (r"{\rtf1\mac caf\'8e}", "café"),
        (
            r"{\rtf1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial CYR;}}\f0 a\'e9 \f1 \'cc\'ee\plain \'e9}",
            "aé Моé",
        ),
        (r"{\rtf1 \u8211? \u-10179?\u-8704? \u233\'e9x}", "– 😀 éx"),
        (r"{\rtf1\uc2 \u322ll\uc0 \u243 d}", "łód"),
        (r"{\rtf1 \u128512?}", "😀"),
        (
            r"{\rtf1\lquote a\rquote\emdash\ldblquote b\rdblquote\bullet}",
            "‘a’—“b”•",
        ),
        (
            r"{\rtf1{\info{\title Hidden}}{\*\generator Riched20;}{\stylesheet{\s0 Normal;}}seen}",
            "seen",
        ),
        (
            r#"{\rtf1{\field{\*\fldinst HYPERLINK "https://a.example"}{\fldrslt my page}}}"#,
            "my page",
        ),
        (
            r"{\rtf1{\shp{\*\shpinst{\sp{\sn w}{\sv 1}}{\shptxt in a box\par}}}}",
            "in a box",
        ),
        (
            r"{\rtf1 a{\pict\pngblip 89504e47}b{\object{\objdata 0105}{\result c}}}",
            "abc",
        ),
        (r"{\rtf1 a\bin4 }}{{b}", "ab"),
        (
            r"{\rtf1\trowd a\cell b\cell\row\trowd c\cell d\cell\row\pard e}",
            "a\tb\nc\td\ne",
        ),
        (r"{\rtf1 breaks off {\b here", "breaks off here"),
        (
            r"{\rtf1 odd \'zz \u99999999? \uc-5 \bin-3 end\",
            "odd zz  end",
        ),
        (r"{\rtf1 closed}} after}", "closed after"),
    ] {
        assert_eq!(text(rtf.as_bytes()), seen, "{rtf}");
    }
}

#[test]
fn what_is_no_rich_text_or_too_deep_is_refused() {
    let mut sheet = Sheet::default();
    assert!(read(b"plain", &mut sheet).is_err());
    let deep = [b"{\\rtf1".as_slice(), &b"{".repeat(300)].concat();
    assert!(read(&deep, &mut sheet).is_err());
}
