using System.Globalization;
using System.Text.Json;
using IotHub.Contracts.Json;

namespace IotHub.Gpio.Wiring.Forms;

/// <summary>Checks objects of a document against their forms, and names every fault with its place.</summary>
internal sealed class FormReader(WiringFaults faults)
{
    /// <summary>Reads an object.</summary>
    /// <returns>Its members; null when it cannot be used, which is then told.</returns>
    public FormValues? Read(JsonNodeAt node, params ReadOnlySpan<WiringForm> forms)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            faults.Error(node, "wiring.type", $"Here stands {node.Describe()}; expected an object: {forms[0].Description}");
            return null;
        }

        if (Choose(node, forms) is not { } form)
        {
            var names = string.Join(", ", forms.ToArray().Select(one => $"\"{one.Members[0].Name}\"").Distinct());
            faults.Error(node, "wiring.kind", $"It has none of {names}, which tell what it is.");
            return null;
        }

        var members = new Dictionary<string, JsonNodeAt>(StringComparer.Ordinal);
        var isGood = true;
        foreach (var member in node.Properties.Where(member => !member.IsDuplicate))
        {
            if (Array.Find(form.Members, one => one.Name == member.Name) is not { } known)
            {
                var near = form.Members.Select(one => one.Name).Where(name => IsNear(name, member.Name)).FirstOrDefault();
                faults.Error(member, "wiring.unknown", $"\"{member.Name}\" means nothing here; there are {string.Join(", ", form.Members.Select(one => one.Name))}.",
                    near is null ? null : $"Did you mean \"{near}\"?");
                isGood = false;
            }
            else if (Refusal(member.Value, known) is { } expected)
            {
                faults.Error(member.Value, "wiring.value", $"\"{member.Name}\" is {member.Value.Describe()}; expected {expected}.");
                isGood = false;
            }
            else
            {
                members.Add(member.Name, member.Value);
            }
        }

        foreach (var missing in form.Members.Where(member => member.IsRequired && !members.ContainsKey(member.Name) && !node.TryGet(member.Name, out _)))
        {
            faults.Error(node, "wiring.missing", $"\"{missing.Name}\" is missing: {missing.Description}");
            isGood = false;
        }

        return isGood ? new FormValues(node, form, members) : null;
    }

    private static WiringForm? Choose(JsonNodeAt node, ReadOnlySpan<WiringForm> forms)
    {
        // A single form needs nothing that tells it from others, so that what is missing can be said.
        if (forms.Length == 1)
        {
            return forms[0];
        }

        foreach (var form in forms)
        {
            if (node.TryGet(form.Members[0].Name, out _))
            {
                return form;
            }
        }

        return null;
    }

    /// <summary>What was expected; null when the value fits.</summary>
    private static string? Refusal(JsonNodeAt value, WiringMember member)
    {
        switch (member.Kind)
        {
            case WiringMemberKind.Flag:
                return value.TryGetBoolean(out _) ? null : "true or false";
            case WiringMemberKind.Text:
                return IsText(value) ? null : $"a text of 1 to {WiringLimits.NameLengthMax} characters";
            case WiringMemberKind.TextOrNumber:
                return IsText(value) || (value.TryGetInt64(out var whole) && whole is >= 0 and <= 65535) ? null : "a name or a whole number from 0 to 65535";
            case WiringMemberKind.Number:
                return value.TryGetNumber(out var number) && number >= member.Minimum && number <= member.Maximum ? null : $"a number from {Say(member.Minimum)} to {Say(member.Maximum)}";
            case WiringMemberKind.Integer:
                return value.TryGetInt64(out var integer) && integer >= member.Minimum && integer <= member.Maximum
                    ? null : $"a whole number from {Say(member.Minimum)} to {Say(member.Maximum)}";
            case WiringMemberKind.Duration:
                return WiringDuration.TryParse(value.Text ?? string.Empty, out var time) && time.TotalSeconds >= member.Minimum && time.TotalSeconds <= member.Maximum
                    ? null : $"a time such as 20ms, 5s or 10m, from {Time(member.Minimum)} to {Time(member.Maximum)}";
            case WiringMemberKind.Choice:
                return value.Text is { } word && member.Choices.Contains(word) ? null : string.Join(" or ", member.Choices);
            case WiringMemberKind.Map:
                return value.Kind == JsonValueKind.Object && value.Properties.Length <= WiringLimits.PointsMax ? null : $"an object with {WiringLimits.PointsMax} members at most";
            default:
                return value.Kind == JsonValueKind.Array && value.Items.Length <= WiringLimits.DevicesMax ? null : $"a list of {WiringLimits.DevicesMax} at most";
        }
    }

    private static bool IsText(JsonNodeAt value) => value.Text is { Length: > 0 and <= WiringLimits.NameLengthMax };

    private static string Say(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(double seconds) => WiringDuration.Format(TimeSpan.FromSeconds(seconds));

    /// <summary>One letter more, less or other, or two swapped.</summary>
    private static bool IsNear(string name, string written)
    {
        var start = 0;
        while (start < name.Length && start < written.Length && name[start] == written[start])
        {
            start++;
        }

        var (a, b) = (name.Length - start, written.Length - start);
        while (a > 0 && b > 0 && name[start + a - 1] == written[start + b - 1])
        {
            (a, b) = (a - 1, b - 1);
        }

        return (a <= 1 && b <= 1) || (a == 2 && b == 2 && name[start] == written[start + 1] && name[start + 1] == written[start]) || name.Replace("-", string.Empty, StringComparison.Ordinal) == written.Replace("_", string.Empty, StringComparison.Ordinal);
    }
}
