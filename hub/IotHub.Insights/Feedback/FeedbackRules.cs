using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Diagnostics;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Feedback;

/// <summary>Makes an item of what was sent, or says everything that is wrong with it.</summary>
public static class FeedbackRules
{
    /// <summary>Reads a draft.</summary>
    /// <param name="draft">What was sent.</param>
    /// <param name="id">Its id: UUID of version 7.</param>
    /// <param name="at">The time.</param>
    /// <param name="ring">The ring of the home.</param>
    /// <param name="version">Version of the hub.</param>
    /// <param name="item">The item; null where there are faults.</param>
    /// <param name="faults">All faults, each with the member; empty where there are none.</param>
    public static bool TryRead(
        FeedbackDraft draft, Guid id, DateTimeOffset at, FeedbackRing ring, ReleaseVersion version, [NotNullWhen(true)] out FeedbackItem? item, out ImmutableArray<Diagnostic> faults)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        var kind = Word<FeedbackKind>(draft.Kind, "kind", found);
        var topic = Word<FeedbackTopic>(draft.Topic, "topic", found);

        // How bad a fault is only the person knows; an idea that does not say can wait.
        var severity = draft.Severity is null && draft.Kind is not "bug" ? FeedbackSeverity.Low : Word<FeedbackSeverity>(draft.Severity, "severity", found);
        CheckText(draft.Text, found);
        if (draft.Model is { } model && !UsageForm.ContractType.Pattern.IsMatch(model))
        {
            found.Add(Fault("model", "model", $"It is not {UsageForm.ContractType.Words}."));
        }

        if (draft.Diagnostics is { } diagnostics && FeedbackDiagnostics.Fault(diagnostics) is { } wrong)
        {
            found.Add(Fault("diagnostics", "diagnostics", wrong));
        }

        faults = found.ToImmutable();
        item = faults.IsEmpty
            ? new FeedbackItem
            {
                Id = id,
                At = at,
                Kind = kind,
                Topic = topic,
                Severity = severity,
                Text = draft.Text!,
                Model = draft.Model,
                Ring = ring,
                HubVersion = version,
                HasDiagnostics = draft.Diagnostics is not null,
            }
            : null;
        return item is not null;
    }

    private static T Word<T>(string? written, string member, ImmutableArray<Diagnostic>.Builder faults)
        where T : struct, Enum
    {
        if (!FeedbackWords.TryRead<T>(written, out var value))
        {
            var words = string.Join(", ", FeedbackWords.All<T>());
            faults.Add(written is null ? Fault(member, "missing", $"\"{member}\" is missing; it is one of {words}.") : Fault(member, "word", $"\"{member}\" is one of {words}."));
        }

        return value;
    }

    private static void CheckText(string? text, ImmutableArray<Diagnostic>.Builder faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            faults.Add(Fault("text", "missing", "\"text\" is empty; say what you think."));
        }
        else if (text.Length > FeedbackBounds.TextLengthMax)
        {
            faults.Add(Fault("text", "limit", $"\"text\" has {text.Length} characters; at most {FeedbackBounds.TextLengthMax} are allowed."));
        }
        else if (WrongPlace(text) is { } place)
        {
            faults.Add(Fault("text", "character", $"\"text\" has something at character {place + 1} that is none."));
        }
    }

    // Half a pair, or a control character: neither is written down and read again as it was.
    private static int? WrongPlace(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t')))
            {
                return i;
            }
        }

        return null;
    }

    private static Diagnostic Fault(string member, string code, string message) => new(DiagnosticSeverity.Error, $"feedback.{code}", $"/{member}", 0, 0, message);
}
