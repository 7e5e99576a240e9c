"""What several rules and answers know of a concept: its coverage, its milestones, its wordings."""
