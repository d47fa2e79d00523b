"""Reads careers pages and feeds with parsers that are not ours, and says what is wrong with them.

On stdin: {"postings": [{"url", "html"}], "feeds": [{"atom", "rss", "jobs", "sitemap", "titles"}]} as JSON.
On stdout: a JSON list of complaints.
"""
import datetime
import json
import re
import sys
from xml.etree import ElementTree

import extruct
import feedparser
from bs4 import BeautifulSoup

TYPES = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
wrong = []


def words(text):
    return " ".join(text.split())


def check(condition, where, what):
    if not condition:
        wrong.append(f"{where}: {what}")


def place(where, found):
    check(found.get("@type") == "Place", where, "a location is no Place")
    address = found.get("address", {})
    check(address.get("@type") == "PostalAddress", where, "an address is no PostalAddress")
    check(re.fullmatch("[A-Z]{2}", address.get("addressCountry", "")), where, "an address without its country")


def posting(url, html):
    page = BeautifulSoup(html, "lxml")
    found = extruct.extract(html, base_url=url, syntaxes=["json-ld"])["json-ld"]
    jobs = [it for it in found if it.get("@type") == "JobPosting"]
    check(len(jobs) == 1, url, f"{len(jobs)} job postings")
    if not jobs:
        return
    job = jobs[0]
    check(job.get("@context", "").rstrip("/") in ("https://schema.org", "http://schema.org"), url, "its context")
    for field in ("title", "description", "datePosted", "hiringOrganization", "identifier", "employmentType", "url"):
        check(job.get(field), url, f"no {field}")
    check(job["title"] == words(page.h1.get_text()), url, "the title is not what the page says")
    check(job["url"] == page.find("link", rel="canonical")["href"] == url, url, "its address")
    told = words(BeautifulSoup(job["description"], "lxml").get_text(" "))
    check(told == words(page.article.get_text(" ")), url, "the description is not what the page says")
    check("<" in job["description"], url, "the description is no HTML")
    facts = words(page.find("dl", class_="facts").get_text(" "))
    organization = job["hiringOrganization"]
    check(organization.get("@type") == "Organization" and organization["name"] in facts, url, "its organization")
    date = datetime.date.fromisoformat(job["datePosted"])
    times = [time["datetime"] for time in page.select("dl.facts time")]
    check(date.isoformat() in times, url, "the date is not what the page says")
    if "validThrough" in job:
        datetime.datetime.fromisoformat(job["validThrough"])
    check(set([job["employmentType"]]) <= TYPES, url, "its type of employment")
    check(isinstance(job["directApply"], bool), url, "directApply")
    if "baseSalary" in job:
        salary = job["baseSalary"]
        value = salary["value"]
        check(re.fullmatch("[A-Z]{3}", salary["currency"]), url, "its currency")
        check(value["unitText"] in UNITS and value["minValue"] <= value["maxValue"], url, "its salary")
        check(f"{int(value['minValue']):,}" in facts, url, "the salary is not what the page says")
    remote = job.get("jobLocationType") == "TELECOMMUTE"
    check(remote == ("Remote" in facts), url, "whether it is remote")
    locations = job.get("jobLocation", [])
    for location in locations:
        place(url, location)
    needed = job.get("applicantLocationRequirements", [])
    check(locations or (remote and needed), url, "neither a place nor countries")
    check(all(it["@type"] == "Country" and it["name"] for it in needed), url, "its countries")


def feeds(texts, titles):
    for name in ("atom", "rss"):
        feed = feedparser.parse(texts[name].encode())
        check(not feed.bozo, name, feed.get("bozo_exception"))
        check([it.title for it in feed.entries] == titles, name, "its titles")
        check(feed.feed.title and feed.feed.link, name, "its head")
        for it in feed.entries:
            check(it.link.startswith("http") and it.id.startswith("urn:uuid:"), name, it.title)
            check(it.published_parsed, name, f"when {it.title} was published")
            check("<p>" in (it.content[0].value if "content" in it else it.description), name, "its text")
    jobs = ElementTree.fromstring(texts["jobs"].encode()).findall("job")
    check({it.findtext("title") for it in jobs} == set(titles), "jobs", "its titles")
    references = [it.findtext("referencenumber") for it in jobs]
    check(len(set(references)) == len(jobs), "jobs", "two with one reference")
    for it in jobs:
        for field in ("date", "url", "company", "country", "description", "jobtype"):
            check(it.findtext(field), "jobs", f"{it.findtext('title')} has no {field}")
        for field in ("city", "state", "postalcode", "salary", "education", "category", "experience", "remotetype"):
            check(it.find(field) is not None, "jobs", f"no element {field}")
        check(it.findtext("city") or it.findtext("remotetype") == "Fully remote", "jobs", "no town")
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = ElementTree.fromstring(texts["sitemap"].encode()).findall("s:url", space)
    check(len(urls) == len(titles) + 1, "sitemap", "its addresses")
    for it in urls[1:]:
        datetime.datetime.fromisoformat(it.findtext("s:lastmod", None, space))


given = json.load(sys.stdin)
for it in given["postings"]:
    posting(it["url"], it["html"])
for company in given["feeds"]:
    feeds(company, company["titles"])
print(json.dumps(wrong))
