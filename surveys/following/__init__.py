"""A round's returns as those see them who follow them: where each stands, and whom to chase."""
