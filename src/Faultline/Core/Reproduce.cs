namespace Faultline;

/// <summary>The command that gives a finding again.</summary>
static class Reproduce
{
    public static string Command(AuditOptions options, CheckInfo check)
    {
        if (options.Command is { } command)
        {
            return $"{command} --checks {check.Id}";
        }

        var set = options.Set.Where(text => text.StartsWith(check.Id + ".", StringComparison.OrdinalIgnoreCase) || text.StartsWith(check.Name + ".", StringComparison.OrdinalIgnoreCase)).ToArray();
        return $"Audit.Run(evidence, new AuditOptions {{ Checks = [\"{check.Id}\"], Seed = {options.Seed}"
            + (options.Learner != LearnerChoice.Auto ? $", Learner = LearnerChoice.{options.Learner}" : string.Empty)
            + (options.WorkBudget is { } work ? $", WorkBudget = {work}" : string.Empty)
            + (set.Length > 0 ? $", Set = [{string.Join(", ", set.Select(text => $"\"{text}\""))}]" : string.Empty) + " })";
    }
}
