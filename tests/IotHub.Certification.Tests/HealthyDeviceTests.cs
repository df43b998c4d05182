using IotHub.Certification.Tests.World;
using IotHub.DeviceSim.Certification;

namespace IotHub.Certification.Tests;

public sealed class HealthyDeviceTests
{
    public static TheoryData<string> Kinds =>
        [.. Directory.EnumerateFiles(TestContracts.Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RunAsync_HealthyDeviceOfAKind_FailsNoClause(string kind)
    {
        var report = await CertifiedWorld.CertifyAsync(TestContracts.Load(kind));

        Assert.True(report.IsPassed, CertifiedWorld.Failures(report));
        Assert.Equal(Verdict.Pass, report.VerdictOf(Clauses.OneAnswer));
        Assert.Equal(Verdict.Pass, report.VerdictOf(Clauses.Will));
    }
}
