"""Bodies and answers of categories and policies."""

from typing import Annotated

from pydantic import BaseModel, Field, StrictBool, StrictInt

from services.web.bodies import Code, CommandBody

PolicyName = Annotated[Code, Field(examples=["approval.town"], description="Name of the policy, as in GET /policies.")]
Value = Annotated[
    StrictBool | Annotated[StrictInt, Field(ge=0, le=10**6)],
    Field(examples=[True], description="True or false, or a whole number, as the policy asks."),
]


class SetPolicy(CommandBody):
    """Give a policy a value, for a division and all below it, or for the whole county (设定办理规则)."""

    name: PolicyName
    value: Value
    place: Annotated[Code | None, Field(examples=["140830103"], description="A division; null: the whole county.")] = (
        None
    )


class CategoryItem(BaseModel):
    """A category of incidents (事项类别)."""

    code: str = Field(description="Class and name, such as `environment.water`.")
    name_zh: str = Field(description="Name in Chinese.")
    name_en: str = Field(description="Name in English.")
    class_: str = Field(alias="class", description="The class it belongs to (大类), such as `environment`.")
    lead: str = Field(description="Name part of the code of the organ that usually leads; empty where none is usual.")
    due_hours: int = Field(description="Hours from registration within which it is due.")
    evidence_required: bool = Field(description="Whether the result needs a photo or document.")


class CategoriesOut(BaseModel):
    """A page of the catalogue in force, by code."""

    items: list[CategoryItem] = Field(description="The categories.")
    next: str | None = Field(description="Cursor of the next page; null at the end.")
    position: int = Field(description="Ledger position this is exact at.")
    version: int = Field(description="Version of the catalogue; 0 where none was published.")


class PolicyItem(BaseModel):
    """The value of a policy, for one place or for the whole county."""

    name: str = Field(description="Name of the policy.")
    place: str | None = Field(description="The division it holds for, with all below it; null: the whole county.")
    value: bool | int = Field(description="Its value.")
    version: int = Field(description="The version that set it; 0: the default.")


class PoliciesOut(BaseModel):
    """A page of all policies, by name and place; the nearest place counts."""

    items: list[PolicyItem] = Field(description="The values in force, defaults among them.")
    next: str | None = Field(description="Cursor of the next page; null at the end.")
    position: int = Field(description="Ledger position this is exact at.")
    version: int = Field(description="Version of the policies, for If-Match; each setting makes a new one.")
