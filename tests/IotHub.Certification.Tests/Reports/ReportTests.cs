using System.Text.Json.Nodes;
using IotHub.Certification.Tests.World;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Certification.Reports;
using IotHub.DeviceSim.Devices;
using IotHub.Testing;

namespace IotHub.Certification.Tests.Reports;

public sealed class ReportTests
{
    private static CertificationReport Report { get; } = new(
        new CertificationOptions { Contract = TestContracts.Load("light"), Did = CertifiedWorld.Did, Endpoint = new MqttEndpoint("memory", 1) },
        CertifiedWorld.Begin,
        TimeSpan.FromSeconds(20.5),
        [.. Clauses.All.Select(clause => clause == Clauses.Will
            ? new CheckResult(clause, "dropped", Verdict.Fail, "offline", "<script>\"&")
            : clause == Clauses.BackOff ? new CheckResult(clause, "", Verdict.NotChecked, "", "", "not seen") : new CheckResult(clause, "all", Verdict.Pass, "it", "it"))],
        3);

    [Fact]
    public void Write_Json_FitsItsSchema()
    {
        var schema = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Path("firmware-contracts", "schemas", "certification.schema.json")))!;

        Assert.Empty(SchemaFaults.Of(schema, schema, JsonNode.Parse(ReportJson.Write(Report)), "").ToList());
    }

    [Fact]
    public void Write_JsonWithAnUnknownVerdict_DoesNotFitItsSchema()
    {
        var schema = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Path("firmware-contracts", "schemas", "certification.schema.json")))!;
        var report = JsonNode.Parse(ReportJson.Write(Report))!;
        report["verdict"] = "perhaps";
        report["results"]![0]!["more"] = 1;

        Assert.Equal(2, SchemaFaults.Of(schema, schema, report, "").Count());
    }

    [Fact]
    public void Write_Json_SaysWhatWasFound()
    {
        var read = JsonNode.Parse(ReportJson.Write(Report))!;

        Assert.Equal("fail", read["verdict"]!.GetValue<string>());
        Assert.Equal(1, read["clauses"]!["fail"]!.GetValue<int>());
        Assert.Equal(1, read["clauses"]!["not-checked"]!.GetValue<int>());
        Assert.Equal(Clauses.All.Length, read["results"]!.AsArray().Count);
    }

    [Fact]
    public void Write_Html_IsOneFileThatEscapesWhatTheDeviceSaid()
    {
        var page = ReportHtml.Write(Report);

        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.Contains(Clauses.Will.Fix, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Text_NamesTheClauseAndTheFix()
    {
        var text = ReportText.Write(Report);

        Assert.StartsWith("FAIL S-2 ", text, StringComparison.Ordinal);
        Assert.Contains(Clauses.Will.Fix, text, StringComparison.Ordinal);
        Assert.Contains("open C-4", text, StringComparison.Ordinal);
    }
}
