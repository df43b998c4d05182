using System.Runtime.CompilerServices;
using IotHub.Automation.Traces;
using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <summary>On whose behalf decisions are said.</summary>
/// <param name="Automation">The automation, or <c>scene:id</c>.</param>
/// <param name="Run">The run's number; 0 where there is none.</param>
/// <param name="Trigger">What set it going; empty for a scene.</param>
/// <param name="Cause">The cause of what follows.</param>
/// <param name="Now">When.</param>
internal readonly record struct Voice(string Automation, long Run, string Trigger, Cause Cause, DateTimeOffset Now)
{
    /// <summary>The step that is spoken of; empty for none.</summary>
    public string Step { get; init; } = string.Empty;

    /// <summary>Put at the end of the sentence; may be empty.</summary>
    public string Note { get; init; } = string.Empty;

    public void Say(DecisionKind kind, string text, ICollection<EngineEffect> effects) => Say(kind, $"{text}", effects);

    /// <summary>As the other; the sentence is put together once, with its note and its stop.</summary>
    public void Say(DecisionKind kind, DefaultInterpolatedStringHandler text, ICollection<EngineEffect> effects)
    {
        text.AppendLiteral(Note);

        // A text of the author's may end with a stop of its own.
        if (text.Text is not [.., '.' or '!' or '?' or '…' or '。' or '！' or '？'])
        {
            text.AppendLiteral(".");
        }

        effects.Add(new EngineEffect.Decided(new Decision(Now, Automation, Run, kind, Trigger, text.ToStringAndClear(), Cause) { Step = Step }));
    }
}
