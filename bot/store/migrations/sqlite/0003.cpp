// Days off, what happens after downtime, quiet hours and blackout spans.
namespace allybot::store {

extern const char* const kSqlite0003;
const char* const kSqlite0003 = R"sql(

ALTER TABLE plan ADD COLUMN days_off TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN late TEXT NOT NULL DEFAULT '';
ALTER TABLE member_settings ADD COLUMN quiet TEXT NOT NULL DEFAULT '';
ALTER TABLE member_settings ADD COLUMN blackouts TEXT NOT NULL DEFAULT '';
ALTER TABLE channel_settings ADD COLUMN quiet TEXT NOT NULL DEFAULT '';
ALTER TABLE channel_settings ADD COLUMN blackouts TEXT NOT NULL DEFAULT '';

)sql";

}  // namespace allybot::store
