-- Mail that nobody has filed and somebody threw away: it can be restored as long as it would have been kept. Its row stays
-- (of what was deleted, `deleted` keeps no words of it), so that whoever is erased goes from here alone.
alter table unmatched_mail add column deleted_at timestamptz;
