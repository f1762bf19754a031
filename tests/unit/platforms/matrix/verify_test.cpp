#include "tests/unit/platforms/matrix/rig.h"

namespace allybot::platforms::matrix {
namespace {

struct MatrixVerify : MatrixRig {
  http::RawRequest with(const std::vector<std::string>& headers, const std::string& query = {}) {
    http::RawRequest raw = fakes::matrix_transaction({}, "1", {});
    for (const std::string& value : headers) raw.headers.add("Authorization", value);
    raw.query = query;
    return raw;
  }
  const std::string good = std::string("Bearer ") + fakes::kMatrixHsToken;
  const std::string in_query = std::string("access_token=") + fakes::kMatrixHsToken;
};

TEST_F(MatrixVerify, TakesTheTokenInTheHeaderInTheAddressOrInBoth) {
  EXPECT_EQ(why_refused(with({good})), "accepted");
  EXPECT_EQ(why_refused(with({}, in_query)), "accepted");
  EXPECT_EQ(why_refused(with({good}, in_query)), "accepted");
  EXPECT_EQ(why_refused(with({"bearer " + std::string(fakes::kMatrixHsToken)})), "accepted");
  EXPECT_EQ(why_refused(with({}, "x=1&" + in_query)), "accepted");
}

TEST_F(MatrixVerify, RefusesWhatLacksTheToken) {
  EXPECT_EQ(why_refused(with({})), "token missing");
  EXPECT_EQ(why_refused(with({}, "token=" + std::string(fakes::kMatrixHsToken))), "token missing");
  EXPECT_EQ(why_refused(with({"Basic " + std::string(fakes::kMatrixHsToken)})), "authorization is no bearer's");
}

TEST_F(MatrixVerify, RefusesAnotherToken) {
  for (const std::string& token : {std::string(), std::string(fakes::kMatrixAsToken), std::string(fakes::kMatrixHsToken) + "x",
                                   std::string(fakes::kMatrixHsToken).substr(1), std::string(9000, 'a')}) {
    EXPECT_EQ(why_refused(with({"Bearer " + token})), "token is not ours") << token;
    EXPECT_EQ(why_refused(with({}, "access_token=" + token)), "token is not ours") << token;
  }
}

TEST_F(MatrixVerify, RefusesWhereOneOfTwoIsWrong) {
  EXPECT_EQ(why_refused(with({"Bearer wrong"}, in_query)), "token is not ours");
  EXPECT_EQ(why_refused(with({good}, "access_token=wrong")), "token is not ours");
}

TEST_F(MatrixVerify, RefusesDoubledProof) {
  EXPECT_EQ(why_refused(with({good, good})), "token doubled");
  EXPECT_EQ(why_refused(with({}, in_query + '&' + in_query)), "token doubled");
}

}  // namespace
}  // namespace allybot::platforms::matrix
