namespace IotHub.Architecture.Tests.Conformance;

/// <summary>The numbers of all normative statements, by section with the first and the last; section numbers of the two versions mean different things.</summary>
internal static class NormativeStatements
{
    /// <summary>MQTT 3.1.1, appendix B.</summary>
    public static IReadOnlyList<string> Version311 { get; } = Expand(
        """
        1.5.3:1-3 2.2.2:1-2 2.3.1:1-7 3.1.0:1-2 3.1.2:1-24 3.1.3:1-11 3.1.4:1-5 3.2.0:1-1 3.2.2:1-6 3.3.1:1-12 3.3.2:1-3 3.3.4:1-1
        3.3.5:1-2 3.6.1:1-1 3.8.1:1-1 3.8.3:1-4 3.8.4:1-6 3.9.3:1-2 3.10.1:1-1 3.10.3:1-2 3.10.4:1-6 3.12.4:1-1 3.14.1:1-1 3.14.4:1-3
        4.1.0:1-2 4.3.1:1-1 4.3.2:1-2 4.3.3:1-2 4.4.0:1-1 4.5.0:1-2 4.6.0:1-6 4.7.1:1-3 4.7.2:1-1 4.7.3:1-4 4.8.0:1-2 6.0.0:1-4 7.0.0:1-2
        7.1.1:1-1 7.1.2:1-1
        """);

    /// <summary>MQTT 5.0, appendix B.</summary>
    public static IReadOnlyList<string> Version5 { get; } = Expand(
        """
        1.5.4:1-3 1.5.5:1-1 1.5.7:1-1 2.1.3:1-1 2.2.1:2-6 2.2.2:1-1 3.1.0:1-2 3.1.2:1-30 3.1.3:1-12 3.1.4:1-6 3.2.0:1-2 3.2.2:1-22
        3.3.1:1-13 3.3.2:1-20 3.3.4:1-10 3.4.2:1-3 3.5.2:1-3 3.6.1:1-1 3.6.2:1-3 3.7.2:1-3 3.8.1:1-1 3.8.3:1-5 3.8.4:1-8 3.9.2:1-2
        3.9.3:1-2 3.10.1:1-1 3.10.3:1-2 3.10.4:1-6 3.11.2:1-2 3.11.3:1-2 3.12.4:1-1 3.14.0:1-1 3.14.1:1-1 3.14.2:1-4 3.14.4:1-3
        3.15.1:1-1 3.15.2:1-3 4.1.0:1-2 4.2:1-1 4.3.1:1-1 4.3.2:1-5 4.3.3:1-13 4.4.0:1-2 4.5.0:1-2 4.6.0:1-6 4.7.0:1-1 4.7.1:1-2
        4.7.2:1-1 4.7.3:1-4 4.8.2:1-6 4.9.0:1-3 4.12.0:1-7 4.12.1:1-2 4.13.1:1-1 4.13.2:1-1 6.0.0:1-4
        """);

    private static string[] Expand(string ranges) =>
    [
        .. ranges.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).SelectMany(range =>
        {
            var parts = range.Split(':', '-');
            var (first, last) = (int.Parse(parts[1]), int.Parse(parts[2]));
            return Enumerable.Range(first, last - first + 1).Select(number => $"MQTT-{parts[0]}-{number}");
        }),
    ];
}
