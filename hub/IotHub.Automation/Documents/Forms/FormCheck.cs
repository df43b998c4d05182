using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>Compares a document with its form and reports every fault. Holds the counts that are bounded for the document as a whole.</summary>
internal sealed class FormCheck(DocumentFaults faults)
{
    /// <summary>Where faults go.</summary>
    public DocumentFaults Faults => faults;

    /// <summary>Conditions found so far.</summary>
    public int Conditions { get; private set; }

    /// <summary>Actions found so far.</summary>
    public int Actions { get; private set; }

    private int ConditionDepth { get; set; }

    private int ActionDepth { get; set; }

    /// <summary>True for a member that is only for people.</summary>
    public static bool IsComment(JsonMemberAt member) => member.Name.StartsWith("//", StringComparison.Ordinal);

    /// <summary>The members of an object that are not comments.</summary>
    public static ImmutableArray<JsonMemberAt> MembersOf(JsonNodeAt node) => node.Properties.RemoveAll(IsComment);

    /// <summary>The kind of an object, when exactly one fits; says nothing.</summary>
    public static Form? KindOf(JsonNodeAt node, FormSet set)
    {
        Form? found = null;
        foreach (var form in set.Forms)
        {
            if (form.Marks.Any(mark => node.TryGet(mark, out _)))
            {
                if (found is not null)
                {
                    return null;
                }

                found = form;
            }
        }

        return found;
    }

    /// <summary>True for an object; anything else is a fault.</summary>
    public bool IsObject(JsonNodeAt node, string what)
    {
        if (node.Kind == System.Text.Json.JsonValueKind.Object)
        {
            return true;
        }

        faults.Error(node, "type", $"{what} must be an object, found {node.Describe()}.");
        return false;
    }

    /// <summary>Checks an object that can be of several kinds.</summary>
    public void Check(JsonNodeAt node, FormSet set)
    {
        if (!IsObject(node, set.What))
        {
            return;
        }

        var found = set.Forms.Where(form => form.Marks.Any(mark => node.TryGet(mark, out _))).ToList();
        if (found.Count == 1)
        {
            CheckMembers(node, $"{set.What} with \"{found[0].Marks.First(mark => node.TryGet(mark, out _))}\"", found[0]);
            return;
        }

        var marks = string.Join(", ", set.Forms.Select(form => string.Join("/", form.Marks)));
        if (found.Count > 1)
        {
            var kinds = found.Select(form => $"\"{form.Marks.First(mark => node.TryGet(mark, out _))}\"");
            faults.Error(node, "kind", $"{set.What} is one of {marks}; found {string.Join(" and ", kinds)} together.", "Write one object for each.");
            return;
        }

        // What it is cannot be told, so its members are compared with those of all kinds: a slip of the pen in the telling one is found.
        CheckNames(node, set.What, [.. set.Forms.SelectMany(form => form.Marks).Concat(set.Forms.SelectMany(form => form.Names)).Distinct(StringComparer.Ordinal)]);
        faults.Error(node, "kind", $"{set.What} needs one of {marks}.");
    }

    /// <summary>Checks an object of one kind.</summary>
    public void Check(JsonNodeAt node, string what, Form form)
    {
        if (IsObject(node, what))
        {
            CheckMembers(node, what, form);
        }
    }

    /// <summary>Counts a condition and looks into it; too deep a one is a fault and is not looked into.</summary>
    public void InCondition(JsonNodeAt node, Action look)
    {
        Conditions++;
        if (ConditionDepth == AutomationLimits.ConditionDepthMax)
        {
            faults.Error(node, "limit", $"Conditions are nested more than {AutomationLimits.ConditionDepthMax} deep.");
            return;
        }

        ConditionDepth++;
        look();
        ConditionDepth--;
    }

    /// <summary>Counts an action and looks into it; too deep a one is a fault and is not looked into.</summary>
    public void InAction(JsonNodeAt node, Action look)
    {
        Actions++;
        if (ActionDepth == AutomationLimits.ActionDepthMax)
        {
            faults.Error(node, "limit", $"Actions are nested more than {AutomationLimits.ActionDepthMax} deep.");
            return;
        }

        // Conditions within an action are nested on their own.
        var outer = ConditionDepth;
        (ConditionDepth, ActionDepth) = (0, ActionDepth + 1);
        look();
        (ConditionDepth, ActionDepth) = (outer, ActionDepth - 1);
    }

    public void CheckCount(JsonNodeAt at, string what, int count, int countMax) => faults.CheckCount(at, what, count, countMax);

    /// <summary>Reports members that an object of this kind does not have, and those that occur twice.</summary>
    public void CheckNames(JsonNodeAt node, string what, ImmutableArray<string> known)
    {
        foreach (var member in MembersOf(node))
        {
            if (!known.Contains(member.Name))
            {
                faults.AtName(member, DiagnosticSeverity.Error, "member.unknown", $"{what} has no member \"{member.Name}\"; expected {string.Join(", ", known)}.",
                    NearestName.Suggest(member.Name, known));
            }
            else
            {
                CheckDuplicate(member);
            }
        }
    }

    /// <summary>Reports a name that an earlier member of the same object has.</summary>
    public void CheckDuplicate(JsonMemberAt member)
    {
        if (member.IsDuplicate)
        {
            faults.AtName(member, DiagnosticSeverity.Error, "member.duplicate", $"\"{member.Name}\" is written twice.", "Remove one of the two.");
        }
    }

    private void CheckMembers(JsonNodeAt node, string what, Form form)
    {
        CheckNames(node, what, form.Names);
        foreach (var member in form.Members)
        {
            if (node.TryGet(member.Name, out var value))
            {
                member.Type.Check(value, member.Name, this);
            }
            else if (member.IsRequired)
            {
                faults.Error(node, "member.missing", $"{what} needs \"{member.Name}\".");
            }
        }

        form.Rule?.Invoke(node, this);
    }
}
