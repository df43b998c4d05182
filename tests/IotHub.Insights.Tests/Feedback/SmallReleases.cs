using System.Text;
using IotHub.Insights.Feedback;

namespace IotHub.Insights.Tests.Feedback;

/// <summary>Three releases and three ideas.</summary>
internal static class SmallReleases
{
    public const string Text = """
        {
          "format": 1,
          "releases": [
            {"version": "1.1", "date": "2026-11-08", "ring": "beta", "notes": {"en": "Faster.", "zh": "更快。"}, "answers": ["0192f0c1-2b3c-7def-8123-000000000001", "0192f0c1-2b3c-7def-8123-0000000000a1"]},
            {"version": "1.0.0", "date": "2026-11-01", "ring": "stable", "notes": {"en": "The first.", "zh": "第一版。"}},
            {"version": "1.2.0", "ring": "alpha", "notes": {"en": "Blinds.", "zh": "窗帘。"}, "answers": ["0192f0c1-2b3c-7def-8123-0000000000a2"]}
          ],
          "ideas": [
            {"id": "0192f0c1-2b3c-7def-8123-0000000000a1", "title": {"en": "Start faster", "zh": "启动更快"}, "status": "shipped", "release": "1.1.0"},
            {"id": "0192f0c1-2b3c-7def-8123-0000000000a2", "title": {"en": "Move blinds", "zh": "控制窗帘"}, "status": "shipped", "release": "1.2.0"},
            {"id": "0192f0c1-2b3c-7def-8123-0000000000a3", "title": {"en": "Speak to it", "zh": "语音控制"}, "status": "planned"}
          ]
        }
        """;

    public static readonly Guid Item = Guid.Parse("0192f0c1-2b3c-7def-8123-000000000001");
    public static readonly Guid Faster = Guid.Parse("0192f0c1-2b3c-7def-8123-0000000000a1");
    public static readonly Guid Blinds = Guid.Parse("0192f0c1-2b3c-7def-8123-0000000000a2");
    public static readonly Guid Voice = Guid.Parse("0192f0c1-2b3c-7def-8123-0000000000a3");

    public static ReleaseHistory History { get; } = ReleaseParser.Parse(Encoding.UTF8.GetBytes(Text)).History!;

    public static FeedbackItem ItemOf(Guid id, ReleaseVersion? seen = null) => new()
    {
        Id = id,
        At = new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero),
        Kind = FeedbackKind.Bug,
        Topic = FeedbackTopic.Setup,
        Severity = FeedbackSeverity.High,
        Text = "It starts \"slowly\" in 客厅.",
        Ring = FeedbackRing.Beta,
        HubVersion = new ReleaseVersion(1, 0, 0),
        HasDiagnostics = false,
        Seen = seen,
    };
}
