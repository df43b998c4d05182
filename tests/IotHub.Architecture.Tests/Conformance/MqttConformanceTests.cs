using IotHub.Testing;

namespace IotHub.Architecture.Tests.Conformance;

/// <summary>
/// Every normative statement of MQTT 3.1.1 and 5.0 stands in docs/mqtt-conformance.md with the tests that hold it. A test says so with
/// <c>[Trait("Statement", "MQTT-…")]</c> for 5.0 and <c>[Trait("Statement311", "MQTT-…")]</c> for 3.1.1.
/// </summary>
public sealed class MqttConformanceTests
{
    /// <summary>How many statements no test can hold.</summary>
    private const int WithoutTest = 1;

    [Theory]
    [InlineData("Statement", 251)]
    [InlineData("Statement311", 141)]
    public void Page_ListsEveryStatementOnce_InOrder(string trait, int count)
    {
        Assert.Equal(count, Statements(trait).Count);
        Assert.Equal(Statements(trait), StatementPage.Rows(trait).Select(row => row.Statement));
        Faults.AssertNone(StatementPage.Rows(trait)
            .Where(row => row.Words.Length < 10 || row.Who is not ("server" or "client" or "both"))
            .Select(row => $"{row.Statement} says '{row.Words}' and binds '{row.Who}'"));
    }

    /// <summary>With UPDATE_APPROVED=1 the tests are written into the page.</summary>
    [Theory]
    [InlineData("Statement")]
    [InlineData("Statement311")]
    public void Page_NamesForEachStatementTheTestsThatHoldIt(string trait)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(RepositoryRoot.Path(StatementPage.Path), StatementPage.WithTests(TestsOf));
        }

        Faults.AssertNone(StatementPage.Rows(trait)
            .Where(row => row.Tests != StatementPage.NoTest && row.Tests.Length == 0)
            .Select(row => $"{row.Statement} ({trait}) has no test: {row.Words}"));
        Faults.AssertNone(StatementPage.Rows(trait)
            .Where(row => (row.Tests == StatementPage.NoTest ? "" : row.Tests) != TestsOf(trait, row.Statement))
            .Select(row => $"{row.Statement} ({trait}) names {row.Tests}; it is held by {TestsOf(trait, row.Statement)}. UPDATE_APPROVED=1 rewrites the page."));
    }

    [Fact]
    public void EveryClaim_IsOfAListedStatement_AndOfATestThatRuns()
    {
        Faults.AssertNone(StatementClaims.All.Where(claim => !claim.Runs).Select(claim => $"{claim.Test} claims {claim.Statement} but is no test that runs"));
        Faults.AssertNone(StatementClaims.All
            .Where(claim => !Statements(claim.Trait).Contains(claim.Statement))
            .Select(claim => $"{claim.Test} claims {claim.Statement} ({claim.Trait}), which does not exist"));
    }

    [Fact]
    public void StatementsWithoutATest_AreTheAgreedNumber_EachWithItsReason()
    {
        var without = new[] { "Statement311", "Statement" }
            .SelectMany(trait => StatementPage.Rows(trait)
                .Where(row => row.Tests == StatementPage.NoTest)
                .Select(row => $"{(trait == "Statement" ? "5.0" : "3.1.1")} {row.Statement}"))
            .ToList();
        Assert.True(without.Count == WithoutTest, $"{WithoutTest} were agreed: {string.Join(", ", without)}");
        Assert.Equal(without, StatementPage.Reasons().Select(reason => reason.Statement));
        Assert.All(StatementPage.Reasons(), reason => Assert.True(reason.Reason.Length > 20, reason.Statement));
    }

    /// <summary>The reading of sources itself: what it takes for a claim, and what it does not let pass.</summary>
    [Theory]
    [InlineData("[Trait(\"Statement\", \"MQTT-1\")]\n [Fact]\n public async Task A_B_C()", "T.A_B_C True")]
    [InlineData("[Fact, Trait(\"Statement\", \"MQTT-1\")]\n public void A_B_C()", "T.A_B_C True")]
    [InlineData("[Theory]\n [InlineData(1)]\n [Trait(\"Statement\", \"MQTT-1\")]\n public Task A_B_C(int x)", "T.A_B_C True")]
    [InlineData("[Fact(Skip = \"x\")]\n [Trait(\"Statement\", \"MQTT-1\")]\n public void A_B_C()", "T.A_B_C False")]
    [InlineData("[Trait(\"Statement\", \"MQTT-1\")]\n public void A_B_C()", "T.A_B_C False")]
    [InlineData("[Trait(\"Statement\", \"MQTT-1\")]\n [Fact]\n private void A_B_C()", "private void A_B_C() False")]
    public void Claim_InASource_IsRead(string source, string expected)
    {
        var claim = Assert.Single(StatementClaims.In($"public class T\n{{\n {source}"));
        Assert.Equal(expected, $"{claim.Test} {claim.Runs}");
    }

    private static IReadOnlyList<string> Statements(string trait) => trait == "Statement" ? NormativeStatements.Version5 : NormativeStatements.Version311;

    private static string TestsOf(string trait, string statement) => string.Join(
        ", ",
        StatementClaims.All.Where(claim => claim.Runs && claim.Trait == trait && claim.Statement == statement).Select(claim => claim.Test).Distinct().Order(StringComparer.Ordinal));
}
