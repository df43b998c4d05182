using System.Collections.Immutable;

namespace IotHub.Automation.Preview;

/// <summary>Finds the runs of one side on the other, by the moment of their beginning.</summary>
internal static class PreviewComparison
{
    /// <summary>Where draft and saved version differ.</summary>
    public static (ImmutableArray<PreviewDifference> Shown, int Count) Differences(PreviewLog draft, PreviewLog? saved)
    {
        if (saved is null)
        {
            return ([], 0);
        }

        var shown = ImmutableArray.CreateBuilder<PreviewDifference>();
        var count = 0;
        for (int i = 0, j = 0; i < draft.Marks.Count || j < saved.Marks.Count;)
        {
            var ours = i < draft.Marks.Count ? draft.Marks[i] : null;
            var theirs = j < saved.Marks.Count ? saved.Marks[j] : null;
            if (ours is not null && theirs is not null && ours.At == theirs.At)
            {
                (i, j) = (i + 1, j + 1);
                if (!ours.SendsAs(theirs))
                {
                    Add(new PreviewDifference(ours.At, PreviewDifferenceKind.OtherCommands, ours.Shown, theirs.Shown));
                }
            }
            else if (theirs is null || ours?.At < theirs.At)
            {
                i++;
                Add(new PreviewDifference(ours!.At, PreviewDifferenceKind.OnlyDraft, ours.Shown, null));
            }
            else
            {
                j++;
                Add(new PreviewDifference(theirs.At, PreviewDifferenceKind.OnlySaved, null, theirs.Shown));
            }
        }

        return (shown.ToImmutable(), count);

        void Add(PreviewDifference difference)
        {
            count++;
            if (shown.Count < PreviewLimits.DifferencesShownMax)
            {
                shown.Add(difference);
            }
        }
    }

    /// <summary>How many of the recorded runs came out again; null where none can be compared.</summary>
    public static PreviewReproduction? Reproduction(PreviewQuestion question, RecordedBeginning beginning, PreviewLog real)
    {
        DateTimeOffset?[] starts = [question.From, question.SavedAt, beginning.RunsKnownFrom, beginning.HappeningsKnownFrom, beginning.ValuesKnownFrom];
        if (starts.Max() is not { } from || beginning.RunsKnownFrom is null || from >= question.To)
        {
            return null;
        }

        var left = beginning.Runs.Where(run => run.At >= from && run.At < question.To).GroupBy(run => run.At).ToDictionary(group => group.Key, group => group.ToList());
        var recorded = left.Values.Sum(runs => runs.Count);
        var added = ImmutableArray.CreateBuilder<PreviewRun>();
        var addedCount = 0;
        foreach (var mark in real.Marks.Where(mark => mark.At >= from))
        {
            if (left.TryGetValue(mark.At, out var runs) && runs.FindIndex(run => run.Trigger == mark.Trigger) is >= 0 and var found)
            {
                runs.RemoveAt(found);
                continue;
            }

            addedCount++;
            if (added.Count < PreviewLimits.DifferencesShownMax)
            {
                added.Add(mark.Shown ?? new PreviewRun(0, mark.Trigger, string.Empty, mark.At));
            }
        }

        var missing = left.Values.SelectMany(runs => runs).OrderBy(run => run.At).ToList();
        return new PreviewReproduction(
            from, recorded, recorded - missing.Count, [.. missing.Take(PreviewLimits.DifferencesShownMax)], addedCount, added.ToImmutable());
    }
}
