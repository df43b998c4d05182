using IotHub.Api.Homes;
using IotHub.Bridges.Native;
using IotHub.Contracts.Diagnostics;
using IotHub.Host.Composition;

namespace IotHub.Host.Running;

/// <summary>What is wrong with the parts that the host put together: files set aside or refused at the start, outputs lost since.</summary>
internal sealed class HubHealth(HubCore core, ImportReport import, NativeBridge bridge) : IHealthSource
{
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();

    /// <inheritdoc/>
    public IReadOnlyList<HealthProblem> Problems
    {
        get
        {
            List<HealthProblem> problems = [.. core.Problems.Select(text => new HealthProblem("start.problem", text, _startedAt))];
            foreach (var fault in import.Faults)
            {
                var places = fault.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Format(fault.File)).DefaultIfEmpty($"{fault.File}: {fault.Message}");
                problems.AddRange(places.Select(place => new HealthProblem("import.refused", place, _startedAt)));
            }

            if (core.StorageFeed.Counters.Dropped is > 0 and var lost)
            {
                problems.Add(new HealthProblem("storage.behind", $"{lost} changes came faster than the disk could take them; last values were stored again, history has gaps.", _startedAt));
            }

            if (bridge.Dropped is > 0 and var dropped)
            {
                problems.Add(new HealthProblem("bridge.behind", $"{dropped} commands could not be handed to the broker and ended as timed out.", _startedAt));
            }

            return problems;
        }
    }
}
