using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Problems;

/// <summary>The boundary to what the store keeps: a request is answered also where this hub keeps nothing of the kind, and where the store cannot be used.</summary>
internal static class StoreBoundary
{
    /// <param name="services">What the hub has.</param>
    /// <param name="none">The answer where it has no <typeparamref name="T"/>.</param>
    /// <param name="code">The problem's code where the store cannot be used.</param>
    /// <param name="title">What then cannot be done.</param>
    /// <param name="work">What answers.</param>
    public static async Task<IResult> AskAsync<T>(IServiceProvider services, Func<IResult> none, string code, string title, Func<T, Task<IResult>> work)
        where T : class
    {
        try
        {
            return services.GetService<T>() is { } kept ? await work(kept) : none();
        }
        catch (StoreException trouble)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, code, title, trouble.Message);
        }
    }
}
