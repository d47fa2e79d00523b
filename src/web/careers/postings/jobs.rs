//! Open roles in the XML that job sites fetch: a `source` of `job`s, as Indeed reads it and others after it.

use super::{
    feed::{fit_for_xml, rfc822},
    one::Text,
};
use crate::{
    base::{
        error::Result,
        links::{ALL_JOBS_FEED, CAREERS, careers},
    },
    domain::postings::{
        advert::{EmploymentType, Workplace},
        published::PublishedPlace,
    },
    web::{
        careers::{
            companies::XML,
            company::{CompanySite, SitePosting},
            fetches::{Fetcher, Format},
            frame::kept,
            visit::{Visit, VisitAll},
        },
        kit::{money, routes::Routes},
    },
};
use askama::Template;
use axum::{http::HeaderMap, response::Response};

pub fn routes() -> Routes {
    Routes::default()
        .get("/careers/{company}/feed.xml", of_company)
        .get(ALL_JOBS_FEED, of_all)
}

#[derive(Template)]
#[template(path = "careers/postings/jobs.xml")]
struct Source<'a> {
    publisher: &'a str,
    publisher_url: String,
    built: String,
    jobs: Vec<Job<'a>>,
}

/// A posting at one of its places: job sites know a job by the town it is in.
struct Job<'a> {
    shown: &'a SitePosting,
    company: &'a str,
    url: String,
    /// None for what is done from anywhere within countries.
    place: Option<&'a PublishedPlace>,
    /// Which of its places, from 1.
    number: usize,
}

async fn of_company(visit: Visit, fetcher: Fetcher, asked: HeaderMap) -> Result<Response> {
    let site = visit.site.as_ref();
    let make = || {
        source(
            site.name(),
            format!("{}{}", visit.origin, careers(&site.lasting())),
            jobs(site, &visit.origin).collect(),
        )
    };
    let answer = kept(&site.jobs, XML, &asked, make).await?;
    Ok(fetcher.took(site, Format::Jobs, answer))
}

/// Each company whose roles are in it has a note of it.
async fn of_all(visit: VisitAll, fetcher: Fetcher, asked: HeaderMap) -> Result<Response> {
    let companies = visit.shown.companies();
    let make = || {
        let jobs = companies
            .iter()
            .flat_map(|site| jobs(site, &site.origin(&visit.origin)).collect::<Vec<_>>());
        let address = format!("{}{CAREERS}", visit.origin);
        source("Careers", address, jobs.collect())
    };
    let mut answer = kept(&visit.shown.jobs, XML, &asked, make).await?;
    for site in companies.iter().filter(|site| !site.listed.is_empty()) {
        answer = fetcher.took(site, Format::AllJobs, answer);
    }
    Ok(answer)
}

fn source(publisher: &str, publisher_url: String, jobs: Vec<Job>) -> Result<String> {
    let newest = jobs.iter().map(|job| job.shown.posting.updated_at).max();
    let source = Source {
        publisher,
        publisher_url,
        built: newest.map(rfc822).unwrap_or_default(),
        jobs,
    };
    Ok(fit_for_xml(source.render()?))
}

fn jobs<'a>(site: &'a CompanySite, origin: &str) -> impl Iterator<Item = Job<'a>> {
    let origin = origin.to_owned();
    site.listed.iter().flat_map(move |shown| {
        let places = shown.posting.content.places.iter();
        let mut places: Vec<_> = places.filter(|place| !place.remote).map(Some).collect();
        if places.is_empty() {
            places.push(None);
        }
        let url = format!("{origin}{}", shown.path(&site.lasting()));
        let job = move |(at, place)| Job {
            shown,
            company: site.name(),
            url: url.clone(),
            place,
            number: at + 1,
        };
        places.into_iter().enumerate().map(job)
    })
}

impl Job<'_> {
    fn reference(&self) -> String {
        let id = self.shown.posting.id;
        match self.number {
            1 => id.to_string(),
            number => format!("{id}-{number}"),
        }
    }

    fn date(&self) -> String {
        rfc822(self.shown.posting.first_published_at)
    }

    fn city(&self) -> &str {
        let place = self.place;
        place.map_or("", |place| place.city.as_deref().unwrap_or(&place.name))
    }

    fn state(&self) -> &str {
        self.place
            .and_then(|place| place.subdivision.as_deref())
            .unwrap_or_default()
    }

    fn postal_code(&self) -> &str {
        self.place
            .and_then(|place| place.postal_code.as_deref())
            .unwrap_or_default()
    }

    /// The country of the place; of what is done from anywhere, the first country that people may live in.
    fn country(&self) -> &str {
        let mut places = self
            .place
            .into_iter()
            .chain(&self.shown.posting.content.places);
        places
            .find_map(|place| place.countries.first())
            .map_or("", String::as_str)
    }

    fn description(&self) -> askama::Result<String> {
        let content = &self.shown.posting.content;
        Text { content }.render()
    }

    fn salary(&self) -> String {
        let pay = &self.shown.posting.content.pay;
        let words = [money::range(pay), money::terms(pay)];
        words.join(" ").trim().to_owned()
    }

    fn kind(&self) -> &'static str {
        match self.shown.posting.content.employment_type {
            Some(EmploymentType::FullTime) => "fulltime",
            Some(EmploymentType::PartTime | EmploymentType::PerDiem) => "parttime",
            Some(EmploymentType::Contractor) => "contract",
            Some(EmploymentType::Temporary) => "temporary",
            Some(EmploymentType::Intern) => "internship",
            Some(EmploymentType::Volunteer) => "volunteer",
            Some(EmploymentType::Other) | None => "",
        }
    }

    fn remote(&self) -> &'static str {
        match self.shown.posting.content.workplace {
            Workplace::OnSite => "",
            Workplace::Hybrid => "Hybrid remote",
            Workplace::Remote => "Fully remote",
        }
    }
}

/// Text that stands in an XML document as it is; what would end it is put into two.
fn cdata(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}

mod filters {
    /// [`super::cdata`] as a filter.
    #[askama::filter_fn]
    pub fn cdata(text: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(super::cdata(text.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::cdata;

    #[test]
    fn nothing_ends_a_text_but_its_end() {
        assert_eq!(cdata("a <b> & c"), "<![CDATA[a <b> & c]]>");
        assert_eq!(cdata("x]]><job>"), "<![CDATA[x]]]]><![CDATA[><job>]]>");
    }
}
