-- Lists of streams are sorted byte by byte, and page through them by name. Most are of what is open: that stays short while what has ended piles up.
-- No statement but lists uses these, so the version before loses nothing by them.

CREATE INDEX stream_name ON muster.stream (stream COLLATE "C");
CREATE INDEX stream_open ON muster.stream (stream COLLATE "C") WHERE open;
