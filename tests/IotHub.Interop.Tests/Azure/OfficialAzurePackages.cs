using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotHub.AzureEmulator;
using IotHub.Interop.Tests.Peers;
using IotHub.Testing;

namespace IotHub.Interop.Tests.Azure;

/// <summary>
/// One run of all checks of the official Azure packages against the emulator, in a process of theirs: it takes a minute and a half, most of
/// it the time-outs that the packages have built in.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The test runner calls DisposeAsync.")]
public sealed partial class OfficialAzurePackages : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, string?> _results = [];
    private readonly TemporaryFolder _folder = new();
    private AzureServer? _server;

    /// <summary>The names of the checks, as the scripts export them.</summary>
    public static IReadOnlyList<string> Checks { get; } =
    [
        .. new[] { "device-checks.mjs", "service-checks.mjs" }
            .SelectMany(file => CheckName().Matches(File.ReadAllText(Path.Combine(Peers.Peers.AzureScripts, file))))
            .Select(match => match.Groups[1].Value),
    ];

    public async Task InitializeAsync()
    {
        if (Peers.Peers.ReasonToSkip([Peer.AzureIot]) is not null)
        {
            return;
        }

        _server = await AzureServer.StartAsync();
        var environment = new Dictionary<string, string> { ["NODE_EXTRA_CA_CERTS"] = _folder.Write("authority.pem", _server.AuthorityPem) };
        var at = JsonSerializer.Serialize(new
        {
            mqtt = _server.MqttPort,
            rest = _server.RestPort,
            host = _server.Hub.Options.HostName,
            idScope = _server.Hub.Options.IdScope,
            authority = _server.AuthorityPem,
        });
        await using var run = ProgramRun.Start("node", environment, Path.Combine(Peers.Peers.AzureScripts, "checks.mjs"), at);
        await run.WaitForExitAsync(Patience);
        foreach (var line in run.Output.Split('\n').Where(line => line.StartsWith("{\"check\"", StringComparison.Ordinal)))
        {
            var said = JsonSerializer.Deserialize<JsonElement>(line);
            _results[said.GetProperty("check").GetString()!] = said.GetProperty("ok").GetBoolean() ? null : said.GetProperty("detail").GetString();
        }

        // A script that broke down between checks would leave the rest unsaid.
        _results.TryAdd("end", run.Output);
    }

    /// <summary>Why a check failed; null when it held.</summary>
    public string? FaultOf(string check) => _results.TryGetValue(check, out var fault) ? fault : $"It was not run: {_results.GetValueOrDefault("end")}";

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    [GeneratedRegex(@"^export async function (\w+)", RegexOptions.Multiline)]
    private static partial Regex CheckName();
}
