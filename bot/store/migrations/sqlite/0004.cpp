// A member's own nudges go with the member: when the platform last told the zone.
namespace allybot::store {

extern const char* const kSqlite0004;
const char* const kSqlite0004 = R"sql(

ALTER TABLE plan ADD COLUMN zone_told_at INTEGER;
CREATE INDEX plan_of_traveller ON plan (zone_told_at) WHERE zone_told_at IS NOT NULL;

)sql";

}  // namespace allybot::store
