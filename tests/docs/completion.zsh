# zsh accepts the completion.
zsh -n completions/_crm
