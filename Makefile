# Two commands matter: `make demo` to try Jalon, `make test` to check it.
# Each does its own set-up; the work itself is in scripts/.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test e2e dev assets check deb bench

help: ## Affiche cette aide
	@echo "Jalon : make <commande>"
	@echo
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=8090 make demo   pour un autre port que 8080"

demo: ## Compile puis ouvre un établissement d’essai sur http://127.0.0.1:8080
	@exec scripts/demo.sh

test: ## Lance toutes les vérifications : Rust (SQLite et PostgreSQL), navigateur, documentation
	@exec scripts/test.sh

e2e: ## Lance seulement les parcours au navigateur (ARGS="--grep connexion" pour choisir)
	@exec scripts/test.sh e2e -- $(ARGS)

dev: ## Démo de développement : relance le serveur et refait les styles à chaque changement
	@exec scripts/dev.sh

assets: ## Prépare les styles et les scripts (frontend/dist)
	@exec scripts/assets.sh

check: ## Relit le code : mise en forme, clippy, licences, types, documentation
	@exec scripts/check.sh

deb: ## Fait le paquet Debian (target/debian/jalon_….deb ; compilation optimisée, longue)
	@exec scripts/deb.sh

bench: ## Mesure ce que Jalon promet de vitesse (compilation optimisée ; ARGS="--fresh" refait les données)
	@exec scripts/bench.sh $(ARGS)
