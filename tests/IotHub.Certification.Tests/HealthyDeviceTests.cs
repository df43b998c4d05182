using IotHub.Certification.Tests.World;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification;
using IotHub.Testing;

namespace IotHub.Certification.Tests;

public sealed class HealthyDeviceTests
{
    public static TheoryData<string> Kinds =>
        [.. Directory.EnumerateFiles(TestContracts.Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RunAsync_HealthyDeviceOfAKind_FailsNoClause(string kind)
    {
        var report = CertifiedWorld.Certify(TestContracts.Load(kind));

        Assert.True(report.IsPassed, CertifiedWorld.Failures(report));
        Assert.Equal(Verdict.Pass, report.VerdictOf(Clauses.OneAnswer));
        Assert.Equal(Verdict.Pass, report.VerdictOf(Clauses.Will));
    }

    [CorpusFact]
    public void RunAsync_HealthyDevicesOfPublishedContracts_FailNoClause()
    {
        var files = Directory.EnumerateFiles(Corpus.Path("miot", "verbatim"), "*.json").Order(StringComparer.Ordinal)
            .Concat(Directory.EnumerateFiles(Corpus.Path("miot", "rebuilt"), "*.json").Order(StringComparer.Ordinal).Where((_, index) => index % 16 == 0))
            .ToList();
        Assert.NotEmpty(files);
        var failures = new List<string>();
        foreach (var file in files)
        {
            var report = CertifiedWorld.Certify(TestContracts.Parse(file));
            if (!report.IsPassed)
            {
                failures.Add($"{Path.GetFileName(file)}: {CertifiedWorld.Failures(report)}");
            }
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void RunAsync_DeviceIsThereAndNobodyIsAtIt_NamesWhatWasNotChecked()
    {
        var report = CertifiedWorld.Certify(
            TestContracts.Load("light"), change: options => options with { ClientId = null, Control = new OnlyStarts(options.Control) });

        Assert.True(report.IsPassed, CertifiedWorld.Failures(report));
        Assert.Equal(
            [Clauses.Interval, Clauses.Will, Clauses.Goodbye, Clauses.Reconnects, Clauses.BackOff],
            Clauses.All.Where(clause => report.VerdictOf(clause) == Verdict.NotChecked));
    }

    /// <summary>Starts a device and does nothing more to it.</summary>
    private sealed class OnlyStarts(IDeviceControl control) : IDeviceControl
    {
        public string Name => "only started";

        public Task<bool> StartAsync(CancellationToken cancellationToken) => control.StartAsync(cancellationToken);

        public Task<bool> StopAsync(CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<bool> CutAsync(CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<bool> TriggerAsync(ContractEvent deviceEvent, CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
