# What PSScriptAnalyzer looks for in the scripts of this repository, which are of PowerShell 7: all its default rules but these.
@{
    IncludeDefaultRules = $true
    ExcludeRules = @(
        # It does not know that a test sees what a BeforeAll sets, nor that ForEach-Object runs in the scope that it stands in.
        'PSUseDeclaredVarsMoreThanAssignments'
        # It does not see the uses in a function, in a script block and in a script that is dot-sourced.
        'PSReviewUnusedParameter'
        # PowerShell 7 reads UTF-8 without a mark, which is what .editorconfig asks for.
        'PSUseBOMForUnicodeEncodedFile'
        # Cmdlets are compiled. A function here is a helper of one script, which calls it and asks nobody.
        'PSUseShouldProcessForStateChangingFunctions'
    )
    Rules = @{
        # Parts of a path are read best in their order.
        PSAvoidUsingPositionalParameters = @{ Enable = $true; CommandAllowList = @('Join-Path') }
    }
}
