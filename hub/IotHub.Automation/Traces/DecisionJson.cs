using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IotHub.Devices;

namespace IotHub.Automation.Traces;

/// <summary>Decisions as JSON, always with the same members in the same order and the same spelling: equal decisions give equal bytes.</summary>
public static class DecisionJson
{
    // The log is read by people and never put into HTML unescaped; "→" stays readable.
    private static readonly JsonWriterOptions LineOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one line, with a line feed at its end.</summary>
    public static void WriteLine(IBufferWriter<byte> output, Decision decision)
    {
        using (var writer = new Utf8JsonWriter(output, LineOptions))
        {
            Write(writer, decision);
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter writer, Decision decision)
    {
        writer.WriteStartObject();
        writer.WriteString("at"u8, DecisionTraceJson.Moment(decision.At));
        writer.WriteString("automation"u8, decision.Automation);
        writer.WriteNumber("run"u8, decision.Run);
        writer.WriteString("kind"u8, NameOf(decision.Kind));
        writer.WriteString("trigger"u8, decision.Trigger);
        if (decision.Step.Length > 0)
        {
            writer.WriteString("step"u8, decision.Step);
        }

        writer.WriteString("text"u8, decision.Text);
        if (decision.Trace is { } trace)
        {
            writer.WritePropertyName("trace"u8);
            DecisionTraceJson.Write(writer, trace);
        }

        writer.WritePropertyName("cause"u8);
        Write(writer, decision.Cause);
        writer.WriteEndObject();
    }

    /// <summary>Writes a cause as one object.</summary>
    public static void Write(Utf8JsonWriter writer, Cause cause)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, cause.Id);
        writer.WriteNumber("parent"u8, cause.ParentId);
        writer.WriteNumber("root"u8, cause.RootId);
        writer.WriteNumber("hops"u8, cause.Hops);
        writer.WriteString("origin"u8, NameOf(cause.Origin));
        writer.WriteString("by"u8, cause.By);
        writer.WriteEndObject();
    }

    /// <summary>The kind as it is written, <c>skipped-while-running</c>.</summary>
    public static string NameOf(DecisionKind kind) => kind switch
    {
        DecisionKind.Started => "started",
        DecisionKind.Refused => "refused",
        DecisionKind.SkippedWhileRunning => "skipped-while-running",
        DecisionKind.Restarted => "restarted",
        DecisionKind.Acted => "acted",
        DecisionKind.Finished => "finished",
        DecisionKind.Stopped => "stopped",
        DecisionKind.ActionFailed => "action-failed",
        DecisionKind.Queued => "queued",
        DecisionKind.Dropped => "dropped",
        DecisionKind.Failed => "failed",
        DecisionKind.SwitchedOff => "switched-off",
        DecisionKind.Resumed => "resumed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of decision."),
    };

    /// <summary>The origin as it is written, <c>device</c>.</summary>
    public static string NameOf(CauseOrigin origin) => origin switch
    {
        CauseOrigin.Device => "device",
        CauseOrigin.Person => "person",
        CauseOrigin.Automation => "automation",
        CauseOrigin.Time => "time",
        CauseOrigin.Hub => "hub",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "Not an origin."),
    };

    /// <summary>The origin that is written so.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static CauseOrigin OriginOf(string name) => name switch
    {
        "device" => CauseOrigin.Device,
        "person" => CauseOrigin.Person,
        "automation" => CauseOrigin.Automation,
        "time" => CauseOrigin.Time,
        "hub" => CauseOrigin.Hub,
        _ => throw new FormatException($"{name} is no origin."),
    };
}
