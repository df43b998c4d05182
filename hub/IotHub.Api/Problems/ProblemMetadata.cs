using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IotHub.Api.Problems;

/// <summary>Says in the OpenAPI document which problems an operation answers with.</summary>
internal static class ProblemMetadata
{
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder builder, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            builder.Produces<ProblemBody>(status, Problem.ContentType);
        }

        return builder;
    }
}
