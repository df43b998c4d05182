using System.Text;
using System.Text.Json.Nodes;
using IotHub.Contracts.Messages;
using IotHub.Devices.Availability;
using IotHub.Insights.Feedback;

namespace IotHub.Insights.Tests.Feedback;

public sealed class FeedbackDiagnosticsTests
{
    private const string Light = "urn:miot-spec-v2:device:light:0000A001:acme-l1:1";

    // What must never be told: as where a mistake might bring it, a type of a contract or a code.
    private static readonly string[] Private =
    [
        "Anna", "hall lamp", "hall-lamp", "Kitchen", "küche", "anna@example.org", "192.168.1.17", "fe80::1", "00:1A:2B:3C:4D:5E", "SN-4711-0815", "52.5200,13.4050", "Good night",
        "+49 30 123456", "{\"a\":1}", "ssid_home", "", "\n", "sn4711.x", "light.on\nAnna",
    ];

    [Fact]
    public void Of_Home_CountsByTypeAvailabilityKindAndReason()
    {
        var diagnostics = FeedbackDiagnostics.Of(
            [new(Light, DeviceAvailability.Online), new("urn:miot-spec-v2:device:outlet:0000A002:acme-p1:1", DeviceAvailability.Offline), new(Light, DeviceAvailability.Silent), new(Light, DeviceAvailability.Unknown)],
            ["storage.slow", "clock.untrusted", "storage.slow"],
            new Dictionary<RejectionReason, long> { [RejectionReason.OutOfRange] = 3, [RejectionReason.WrongType] = 0 },
            TimeSpan.FromHours(3),
            new ReleaseVersion(1, 2, 3));

        Assert.Equal(
            """
            {
              "format": 1,
              "hubVersion": "1.2.3",
              "uptime": "1h-1d",
              "devices": [
                {
                  "model": "urn:miot-spec-v2:device:light:0000A001:acme-l1:1",
                  "online": 1,
                  "silent": 1,
                  "offline": 0,
                  "unknown": 1
                },
                {
                  "model": "urn:miot-spec-v2:device:outlet:0000A002:acme-p1:1",
                  "online": 0,
                  "silent": 0,
                  "offline": 1,
                  "unknown": 0
                }
              ],
              "otherDevices": 0,
              "problems": [
                {
                  "kind": "clock.untrusted",
                  "count": 1
                },
                {
                  "kind": "storage.slow",
                  "count": 2
                }
              ],
              "otherProblems": 0,
              "refusedMessages": [
                {
                  "kind": "outOfRange",
                  "count": 3
                }
              ]
            }
            """.ReplaceLineEndings("\n"),
            diagnostics.Write());
        Assert.Null(FeedbackDiagnostics.Fault(diagnostics.Write()));
    }

    [Fact]
    public void Of_PrivateTextInThePlaceOfATypeOrACode_IsCountedAndNotTold()
    {
        var diagnostics = FeedbackDiagnostics.Of(
            Private.Select(text => KeyValuePair.Create(text, DeviceAvailability.Online)), Private, new Dictionary<RejectionReason, long>(), TimeSpan.Zero, default);

        Assert.Equal((Private.Length, Private.Length), (diagnostics.OtherDevices, diagnostics.OtherProblems));
        Assert.Empty(diagnostics.Devices);
        Assert.Empty(diagnostics.Problems);
        Assert.All(Private.Where(text => text.Length > 1), text => Assert.DoesNotContain(text, diagnostics.Write(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Fault_PrivateTextInAnyPlace_IsAFaultAndIsNotRepeated()
    {
        var right = JsonNode.Parse(Sample().Write())!.AsObject();
        foreach (var text in Private)
        {
            foreach (var member in right.Select(pair => pair.Key).Append("note"))
            {
                foreach (var value in new JsonNode[] { JsonValue.Create(text), new JsonArray(JsonValue.Create(text)), new JsonObject { ["x"] = text } })
                {
                    var wrong = (JsonObject)right.DeepClone();
                    wrong[member] = value;
                    CheckRefused(wrong, text);
                }
            }

            foreach (var (list, member) in new[] { ("devices", "model"), ("problems", "kind"), ("refusedMessages", "kind"), ("devices", "note"), ("devices", "online") })
            {
                var wrong = (JsonObject)right.DeepClone();
                wrong[list]![0]![member] = text;
                CheckRefused(wrong, text);
            }
        }
    }

    [Fact]
    public void Fault_NotByteForByteWhatIsShown_IsAFault()
    {
        var shown = Sample().Write();
        string[] others =
        [
            shown + "\n", shown.Replace("\n", "", StringComparison.Ordinal), shown.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal), "null", "[]", "", "{}",
            shown.Replace("\"otherDevices\": 0", "\"otherDevices\": -1", StringComparison.Ordinal), shown.Replace("\"uptime\": \"1h-1d\"", "\"uptime\": null", StringComparison.Ordinal),
            shown.Replace("\"format\": 1,", "\"format\": 1, \"format\": 1,", StringComparison.Ordinal), System.Text.RegularExpressions.Regex.Replace(shown, "\"problems\": \\[[^]]*\\]", "\"problems\": [null]"),
        ];

        Assert.Null(FeedbackDiagnostics.Fault(shown));
        Assert.All(others, other => Assert.NotNull(FeedbackDiagnostics.Fault(other)));
    }

    [Fact]
    public void Write_LargestThatCanBe_FitsItsBoundAndTheRestIsCounted()
    {
        var devices = Enumerable.Range(0, 1_024).SelectMany(number => Enum.GetValues<DeviceAvailability>().SelectMany(availability => Enumerable.Repeat(KeyValuePair.Create(
            $"urn:{new string('s', 32)}:device:{new string('n', 64)}:0000A001:{new string('p', 60)}{number:D4}:12345:0000C0DE", availability), 10_000 / 40)));
        var problems = Enumerable.Range(0, 100).Select(number => $"a{new string('b', 31)}.c{new string('d', 31)}.{(char)('a' + (number % 26))}{(char)('a' + (number / 26))}{new string('e', 30)}");
        var refused = Enum.GetValues<RejectionReason>().ToDictionary(reason => reason, _ => FeedbackBounds.CountMax);

        var diagnostics = FeedbackDiagnostics.Of(devices, problems, refused, TimeSpan.FromDays(900), new ReleaseVersion(999_999, 999_999, 999_999));

        var bytes = Encoding.UTF8.GetByteCount(diagnostics.Write());
        Assert.InRange(bytes, 50_000, FeedbackBounds.DiagnosticsBytesMax);
        Assert.Null(FeedbackDiagnostics.Fault(diagnostics.Write()));
        Assert.Equal(((1_024 - FeedbackBounds.ModelsMax) * 1_000L, 50L), (diagnostics.OtherDevices, diagnostics.OtherProblems));
    }

    private static FeedbackDiagnostics Sample() => FeedbackDiagnostics.Of(
        [new(Light, DeviceAvailability.Online)], ["storage.slow"], new Dictionary<RejectionReason, long> { [RejectionReason.OutOfRange] = 3 }, TimeSpan.FromHours(3), new ReleaseVersion(1, 2, 3));

    private static void CheckRefused(JsonObject wrong, string text)
    {
        var fault = FeedbackDiagnostics.Fault(wrong.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }));
        Assert.NotNull(fault);
        Assert.True(text.Length < 2 || !fault.Contains(text, StringComparison.Ordinal), fault);
    }
}
