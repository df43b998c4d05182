using System.CommandLine;

namespace IotHub.CatalogueTool.Commands;

/// <summary>Runs a command: trouble with a file becomes a sentence and exit code 1.</summary>
internal static class Guarded
{
    public static void SetGuardedAction(this Command command, Func<ParseResult, int> action) => command.SetAction(result =>
    {
        try
        {
            return action(result);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    });

    public static Argument<string> FileArgument(string name, string what) => new(name) { Description = what };
}
