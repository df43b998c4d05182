namespace IotHub.Simulation.Tests.Convergence;

/// <summary>How firmware answers a set; all are within the contract of topics.</summary>
internal enum DeviceManner
{
    /// <summary>The answer brings the values, and a report of what changed follows.</summary>
    AnswersWithValues,

    /// <summary>The answer says only "done"; a report brings what changed.</summary>
    AnswersThenReports,

    /// <summary>The report comes before an answer without values.</summary>
    ReportsThenAnswers,

    /// <summary>The answer says "accepted"; it is done some time later, and reported.</summary>
    Accepts,
}
