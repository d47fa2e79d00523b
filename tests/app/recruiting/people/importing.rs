//! Tables of people come in.

use super::browser;
use crate::{
    careers::own::Mill,
    kit::{
        app::{Answer, Client},
        documents::archive,
    },
};
use uuid::Uuid;

const IMPORTS: &str = "/heron/candidates/imports";

/// Five lines of everything.
const TABLE: &str = "Candidate ID;First name;Last name;E-mail;Phone;Current company;Job title;Tags;Job;Stage;Applied at;Shoe size\n\
    A-1;Wilma;Okafor;wilma@example.org;+372 5550 0199;Mill & Sons;Miller;night, valley;Miller;Interviews;2026-03-01;40\n\
    A-2;Oskar;Lind;oskar@example.org;;;;;;;;\n\
    A-3;;;nobody@example.org;;;;;;;;\n\
    A-4;Noor;Castellane;noor.castellane@example.org;+372 5550 0777;;;;Miller;;;\n\
    A-5;Mirja;Tamm;no address;;;;;;;;\n\
    A-6;Kai;Aho;kai@example.org;;;;;Astronaut;;;\n\
    A-1b;Wilma;Okafor;wilma@example.org;;;;;;;;\n";

async fn sends(client: &mut Client, name: &str, bytes: &[u8]) -> Answer {
    let key = Uuid::new_v4().to_string();
    let fields = [("key", key.as_str()), ("to", "pool-0")];
    let files = [("file", name, "application/octet-stream", bytes)];
    client.post_files(IMPORTS, &fields, &files).await
}

/// Sends a table and has its lines looked at, with the columns as they were guessed.
async fn checked(mill: &Mill, name: &str, bytes: &[u8]) -> (String, Answer) {
    let mut rosa = browser(&mill.cast.rosa);
    let own = sends(&mut rosa, name, bytes).await.location();
    let page = rosa.get(&own).await.expect(200);
    let fields = page.fields_of("form[action$='/columns']");
    let fields: Vec<_> = fields
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    rosa.post(&format!("{own}/columns"), &fields)
        .await
        .expect(303);
    mill.app.run_tasks().await;
    let page = rosa.get(&own).await.expect(200);
    (own, page)
}

async fn takes_in(mill: &Mill, own: &str) -> Answer {
    let mut rosa = browser(&mill.cast.rosa);
    rosa.post(&format!("{own}/start"), &[]).await.expect(303);
    rosa.post(&format!("{own}/start"), &[]).await.expect(303);
    mill.app.run_tasks().await;
    rosa.get(own).await.expect(200)
}

async fn people(mill: &Mill) -> i64 {
    mill.app.number("select count(*) from candidates").await
}

async fn rename(mill: &Mill) {
    sqlx::query("update jobs set name = 'Miller' where id = $1")
        .bind(mill.live.job)
        .execute(mill.app.app.db.pages())
        .await
        .unwrap();
}

#[tokio::test]
async fn what_was_said_of_each_line_is_what_becomes_of_it() {
    let mill = Mill::new().await;
    rename(&mill).await;
    mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    let (own, page) = checked(&mill, "people.csv", TABLE.as_bytes()).await;
    let said = [
        "New", "New", "Skipped", "Added to", "Skipped", "Skipped", "Added to",
    ];
    assert_eq!(page.texts("tbody .badge"), said);
    for why in [
        "No name.",
        "is no address",
        "No open job on which you decide",
        "The same person as line 2.",
    ] {
        assert!(page.text().contains(why), "{why}");
    }
    assert_eq!(people(&mill).await, 1, "nothing has happened");
    assert_eq!(
        mill.app.number("select count(*) from external_ids").await,
        0
    );

    let done = takes_in(&mill, &own).await;
    assert_eq!(done.texts("tbody .badge"), said);
    assert_eq!(people(&mill).await, 3);
    let wilma = "select count(*) from applications a join stages s on s.id = a.stage_id
        where a.name = 'Wilma Okafor' and s.name = 'Interviews' and a.applied_at::date = '2026-03-01'
          and a.headline = 'Miller, Mill & Sons' and a.tags = '{night,valley}' and a.unpromised";
    assert_eq!(mill.app.number(wilma).await, 1);
    assert_eq!(mill.app.number("select count(*) from prospects").await, 2);
    assert_eq!(
        mill.app
            .number("select count(*) from messages where kind <> 'received'")
            .await,
        0
    );

    let mut rosa = browser(&mill.cast.rosa);
    let report = rosa.get(&format!("{own}/report")).await.expect(200);
    let report = report.text();
    assert!(
        report.lines().count() == 8 && report.contains("'+372 5550 0199"),
        "{report}"
    );

    // The same again changes nothing.
    let (own, page) = checked(&mill, "people.csv", TABLE.as_bytes()).await;
    let nothing = [
        "Nothing new",
        "Nothing new",
        "Skipped",
        "Nothing new",
        "Skipped",
        "Skipped",
        "Nothing new",
    ];
    assert_eq!(page.texts("tbody .badge"), nothing);
    let before = mill
        .app
        .number("select count(*) from events where kind like 'candidate.%'")
        .await;
    takes_in(&mill, &own).await;
    assert_eq!(people(&mill).await, 3);
    assert_eq!(
        mill.app
            .number("select count(*) from events where kind like 'candidate.%'")
            .await,
        before
    );
}

/// Whoever stands in a table more than once: of each line it is said what is new in it, after those above.
#[tokio::test]
async fn lines_about_the_same_person_are_looked_at_together() {
    let mill = Mill::new().await;
    mill.applies("Noor Castellane").await;
    mill.app.run_tasks().await;
    let mut table = "Candidate ID;First name;E-mail;Phone\n\
        B-1;Runa;runa@example.org;\n\
        B-1;Runa;;+372 5550 0311\n\
        ;Runa;runa@example.org;+372 5550 0311\n\
        B-4;Noor;noor.castellane@example.org;+372 5550 0777\n\
        ;Runa;no address;\n"
        .to_owned();
    for nr in 7..67 {
        table += &format!(";Kai;kai{nr}@example.org;\n");
    }
    // Far below: what was said of them above holds.
    table += "B-4;Noor;;+372 5550 0777\n;Runa;runa@example.org,runa@example.com;\n";
    let (own, _) = checked(&mill, "people.csv", table.as_bytes()).await;
    let mut rosa = browser(&mill.cast.rosa);
    let said = rosa.get(&format!("{own}/report")).await.expect(200).text();
    for line in [
        "2,New,,",
        "3,Added to,The same person as line 2. Adds phones.,",
        "4,Nothing new,The same person as line 2.,",
        "5,Added to,\"Adds phones, a number, the pool.\",",
        "6,Skipped,",
        "66,New,,",
        "67,Nothing new,The same person as line 5.,",
        "68,Added to,The same person as line 2. Adds addresses.,",
    ] {
        assert!(
            said.lines().any(|it| it.starts_with(line)),
            "{line}: {said}"
        );
    }
    assert_eq!(people(&mill).await, 1, "nothing has happened");
    takes_in(&mill, &own).await;
    let done = rosa.get(&format!("{own}/report")).await.expect(200).text();
    assert_eq!(done, said);
    assert_eq!(people(&mill).await, 62);
}

#[tokio::test]
async fn encodings_separators_and_workbooks_are_read() {
    let mill = Mill::new().await;
    let latin: &[u8] = b"Name,Email\r\n\"M\xFCller, Ren\xE9\",rene@example.org\r\n";
    let utf8 = "\u{FEFF}Name\tEmail\nJürgen Öst\tjo@example.org\n";
    let sheet = br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Email</t></is></c><c r="D1" t="inlineStr"><is><t>Phone</t></is></c></row>
        <row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="str"><v>wb@example.org</v></c><c r="D2"><v>3.725550014E9</v></c></row></sheetData></worksheet>"#;
    let workbook = archive(&[
        ("xl/workbook.xml", br#"<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId3"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId3" Target="worksheets/one.xml"/></Relationships>"#),
        ("xl/sharedStrings.xml", b"<sst><si><t>Name</t></si><si><r><t>Wanda </t></r><r><t>Book</t></r></si></sst>"),
        ("xl/worksheets/one.xml", sheet),
    ]);
    for (name, bytes) in [
        ("latin.csv", latin),
        ("utf8.tsv", utf8.as_bytes()),
        ("book.xlsx", workbook.as_slice()),
    ] {
        let (own, page) = checked(&mill, name, bytes).await;
        assert_eq!(page.texts("tbody .badge"), ["New"], "{name}");
        takes_in(&mill, &own).await;
    }
    for who in ["René Müller", "Jürgen Öst", "Wanda Book"] {
        let found: i64 = sqlx::query_scalar(
            "select count(*) from candidates where given_name || ' ' || family_name = $1",
        )
        .bind(who)
        .fetch_one(mill.app.app.db.pages())
        .await
        .unwrap();
        assert_eq!(found, 1, "{who}");
    }
    assert_eq!(
        mill.app
            .number("select count(*) from candidate_phones where phone = '3725550014'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_form_sends_one_table() {
    let mill = Mill::new().await;
    let mut rosa = browser(&mill.cast.rosa);
    let key = Uuid::new_v4().to_string();
    let fields = [("key", key.as_str()), ("to", "pool-0")];
    let mut own = Vec::new();
    for (table, status) in [
        ("Name,Email\nWilma,wilma@example.org\n", 303),
        ("Name,Email\nWilma,wilma@example.org\n", 303),
        ("Name,Email\nKai,kai@example.org\n", 422),
    ] {
        let files = [("file", "people.csv", "text/csv", table.as_bytes())];
        let answer = rosa
            .post_files(IMPORTS, &fields, &files)
            .await
            .expect(status);
        match status {
            303 => own.push(answer.location()),
            _ => {
                let errors = answer.texts(".error-summary li");
                assert!(errors[0].starts_with("This form has sent another table"));
                assert_ne!(answer.value("key"), key, "it can be sent from here");
            }
        }
    }
    assert_eq!(own[0], own[1]);
    let page = rosa.get(&own[0]).await.expect(200);
    assert!(page.text_of("main header").contains("1 line, for"));
}

#[tokio::test]
async fn what_is_no_table_or_built_to_harm_is_refused() {
    let mill = Mill::new().await;
    let mut rosa = browser(&mill.cast.rosa);
    let sheet = |cells: &str| {
        let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
        archive(&[
            (
                "xl/workbook.xml",
                br#"<workbook xmlns:r="r"><sheets><sheet r:id="a"/></sheets></workbook>"#,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                br#"<Relationships><Relationship Id="a" Target="one.xml"/></Relationships>"#,
            ),
            ("xl/one.xml", sheet.as_bytes()),
        ])
    };
    let bomb = sheet(&" ".repeat(60 << 20));
    let wide = sheet(r#"<row><c r="ZZZ1" t="str"><v>x</v></c></row>"#);
    let entity = archive(&[(
        "xl/workbook.xml",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>",
    )]);
    let macros = archive(&[
        ("xl/vbaProject.bin", b"x"),
        ("xl/workbook.xml", b"<workbook/>"),
    ]);
    let long = format!("Name,Email\n{}", "a,b@example.org\n".repeat(6_000));
    let columns = "x,".repeat(80);
    for (name, bytes) in [
        ("a.xlsx", bomb.as_slice()),
        ("a.xlsx", &wide),
        ("a.xlsx", &entity),
        ("a.xlsx", &macros),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.csv", b"\0\x01\x02"),
        ("a.csv", b""),
        ("a.csv", b"Name,Email\n"),
        ("a.csv", long.as_bytes()),
        ("a.csv", columns.as_bytes()),
        ("a.exe", b"MZ"),
    ] {
        sends(&mut rosa, name, bytes).await.expect(422);
    }
    assert_eq!(
        mill.app.number("select count(*) from arrival_rows").await,
        0
    );
    // Without a name or an address there is nobody.
    let own = sends(
        &mut rosa,
        "a.csv",
        b"Name,Email\nWilma Okafor,w@example.org\n",
    )
    .await
    .location();
    rosa.post(
        &format!("{own}/columns"),
        &[("column-0", "ignore"), ("column-1", "email")],
    )
    .await
    .expect(422);
    rosa.post(&format!("{own}/start"), &[]).await.expect(409);
    for person in [
        &mill.cast.hugo,
        &mill.cast.cora,
        &mill.cast.iris,
        &mill.cast.otto,
    ] {
        browser(person).get(IMPORTS).await.expect(403);
        browser(person).get(&own).await.expect(403);
        browser(person)
            .get(&format!("{own}/report"))
            .await
            .expect(403);
    }
    browser(&mill.cast.olga).get(&own).await.expect(404);
}
