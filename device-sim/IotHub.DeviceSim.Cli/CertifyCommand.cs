using System.CommandLine;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Certification.Reports;
using IotHub.DeviceSim.Devices;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Cli;

/// <summary><c>device-sim certify</c>: plays the hub against a device and says, clause by clause, whether it keeps the contract.</summary>
internal static class CertifyCommand
{
    private const int Failed = 1;
    private const int CouldNotRun = 2;

    public static Command Create()
    {
        var contract = new Option<string>("--contract") { Description = "The device's contract: a file, or a kind that comes with this program (light).", Required = true };
        var broker = new Option<string>("--broker") { Description = "The broker that the device uses, host:port.", DefaultValueFactory = _ => "127.0.0.1:1883" };
        var did = new Option<string>("--did") { Description = "The device's id.", Required = true };
        var report = new Option<string?>("--report") { Description = "Where to write the report for people (HTML)." };
        var json = new Option<string?>("--json") { Description = "Where to write the report for programs (JSON)." };
        var user = new Option<string?>("--username") { Description = "Signs in at the broker." };
        var password = new Option<string?>("--password") { Description = "Signs in at the broker; the variable DEVICE_SIM_PASSWORD does it without showing it." };
        var mqtt = new Option<string>("--mqtt") { Description = "MQTT version of the certification's own connection: 5.0 or 3.1.1.", DefaultValueFactory = _ => "5.0" };
        var clientId = new Option<string?>("--client-id") { Description = "The device's MQTT client id: its connection is then taken over once, to see it come back." };
        var run = new Option<string?>("--run") { Description = "A command that runs the device; it is started, killed, started, asked to end (SIGTERM) and started again." };
        var interactive = new Option<bool>("--interactive") { Description = "Asks the person at the device to switch it off and on and to press its buttons." };
        var allActions = new Option<bool>("--all-actions") { Description = "Also tries what could unlock, open, erase or start something." };
        var shared = new Option<bool>("--shared-broker") { Description = "Other devices use the broker: messages elsewhere are not this device's." };
        var slow = new Option<bool>("--slow") { Description = "Waits for report intervals of any length and tries every property." };
        mqtt.AcceptOnlyFromAmong("5.0", "3.1.1");
        var command = new Command("certify", "Checks a device against its contract, clause by clause. Exit code 0: passed, 1: failed, 2: could not be run.")
        {
            contract, broker, did, report, json, user, password, mqtt, clientId, run, interactive, allActions, shared, slow,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                using var control = ControlOf(result.GetValue(run), result.GetValue(interactive));
                var options = new CertificationOptions
                {
                    Contract = ShippedFiles.LoadContract(result.GetRequiredValue(contract)),
                    Did = CheckDid(result.GetRequiredValue(did)),
                    Endpoint = ReadBroker(result.GetValue(broker)!, result.GetValue(mqtt)!),
                    ClientId = result.GetValue(clientId),
                    UserName = result.GetValue(user),
                    Password = result.GetValue(password) ?? Environment.GetEnvironmentVariable("DEVICE_SIM_PASSWORD"),
                    AllActions = result.GetValue(allActions),
                    SharedBroker = result.GetValue(shared),
                    Slow = result.GetValue(slow),
                    IntervalWaited = result.GetValue(slow) ? TimeSpan.FromDays(7) : CertificationLimits.IntervalWaited,
                    Control = control as IDeviceControl ?? NoControl.Instance,

                    // Another seed in each run: a device remembers the ids of the last one.
                    Seed = unchecked((int)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()),
                };
                var done = await new Certifier(options, new ClockPatience(TimeProvider.System)).RunAsync(text => Console.Error.WriteLine(text), cancellationToken);
                await WriteAsync(result.GetValue(report), ReportHtml.Write(done));
                await WriteAsync(result.GetValue(json), ReportJson.Write(done));
                Console.Write(ReportText.Write(done));
                return done.IsPassed ? 0 : Failed;
            }
            catch (SimulationException exception)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return CouldNotRun;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("Stopped before it was done.");
                return CouldNotRun;
            }
        });
        return command;
    }

    private static IDisposable? ControlOf(string? run, bool isInteractive) => (run, isInteractive) switch
    {
        (not null, true) => throw new SimulationException("--run and --interactive exclude each other: one hand on the device is enough."),
        (not null, _) => new ProcessControl(run),
        (_, true) => new PersonControl(Console.In, Console.Error),
        _ => null,
    };

    private static string CheckDid(string did) => DeviceTopics.IsValidDid(did)
        ? did : throw new SimulationException($"\"{did}\" is no did: 1 to {DeviceTopics.DidLengthMax} characters without / + # and control characters (clause G-1).");

    private static MqttEndpoint ReadBroker(string text, string version)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        return host.Length > 0 && (colon < 0 || int.TryParse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _))
            && Port(text, colon) is >= 1 and <= 65_535 and var port
            ? new MqttEndpoint(host, port, version == "3.1.1" ? MqttProtocolVersion.V311 : MqttProtocolVersion.V50)
            : throw new SimulationException($"--broker is {text}; expected host:port, such as 127.0.0.1:1883.");
    }

    private static int Port(string text, int colon) =>
        colon < 0 ? 1883 : int.Parse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task WriteAsync(string? path, string text)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            await File.WriteAllTextAsync(path, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SimulationException($"The report {path} cannot be written: {exception.Message}", exception);
        }
    }
}
